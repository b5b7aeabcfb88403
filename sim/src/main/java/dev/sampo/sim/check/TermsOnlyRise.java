package dev.sampo.sim.check;

import dev.sampo.job.Fact;

/** A term is never used twice: fences of two processes that served a partition can always be told apart. */
final class TermsOnlyRise extends Witness {
    private final long[] terms;

    TermsOnlyRise(int partitions) {
        terms = new long[partitions];
    }

    @Override
    void writing(int partition, Fact fact, JobPicture job) {
        if (fact instanceof Fact.TermBegun begun) {
            if (begun.term() <= terms[partition]) {
                throw violated("term " + begun.term() + " follows term " + terms[partition]);
            }
            terms[partition] = begun.term();
        }
    }

    /** A term whose first fact was lost never spoke to anybody; its number may be used again. */
    @Override
    void cut(int partition, JournalPicture journal) {
        terms[partition] = 0;
        for (Fact fact : journal.written()) {
            if (fact instanceof Fact.TermBegun begun) {
                terms[partition] = begun.term();
            }
        }
    }
}
