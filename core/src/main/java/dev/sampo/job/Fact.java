package dev.sampo.job;

/** Something that happened and is written to a partition's journal, in causal order. */
public sealed interface Fact permits Fact.TermBegun, JobEvent {

    /** A partition woke up, here or elsewhere; orders of lower terms are void. */
    record TermBegun(long term) implements Fact {}
}
