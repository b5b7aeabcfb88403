package dev.sampo.job;

import dev.sampo.resilience.Forced;
import java.util.Arrays;
import java.util.List;

/** Something that happened and is written to a partition's journal, in causal order. */
public sealed interface Fact permits Fact.TermBegun, Fact.Experienced, Fact.BreakerForced, JobEvent {

    /** A partition woke up, here or elsewhere; orders of lower terms are void. */
    record TermBegun(long term) implements Fact {}

    /** Somebody has decided how a breaker is to be; of that of a node as a whole, {@link Forced.To#NONE} is for all that are there. */
    record BreakerForced(BreakerName breaker, Forced forced) implements Fact {}

    /** How long tasks have run, how large their values were and what they needed, the jobs of a checkpoint included: the last fact of one. */
    record Experienced(List<Kind> kinds) implements Fact {

        /**
         * @param micros how long the last runs took, the oldest first
         * @param bytes how large their values were, in the same order
         * @param lesson what it has died of
         */
        public record Kind(String dag, String name, long[] micros, long[] bytes, Experience.Lesson lesson) {

            @Override
            public boolean equals(Object other) {
                return other instanceof Kind kind
                        && dag.equals(kind.dag)
                        && name.equals(kind.name)
                        && lesson.equals(kind.lesson)
                        && Arrays.equals(micros, kind.micros)
                        && Arrays.equals(bytes, kind.bytes);
            }

            @Override
            public int hashCode() {
                return 31 * (31 * dag.hashCode() + name.hashCode()) + Arrays.hashCode(micros);
            }
        }
    }
}
