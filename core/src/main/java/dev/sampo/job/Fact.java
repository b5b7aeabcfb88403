package dev.sampo.job;

import dev.sampo.dag.Digest;
import dev.sampo.resilience.Forced;
import java.util.Arrays;
import java.util.List;

/** Something that happened and is written to a partition's journal, in causal order. */
public sealed interface Fact
        permits Fact.TermBegun, Fact.Experienced, Fact.BreakerForced, Fact.JarPiece, Fact.Placed, JobEvent {

    /** A partition woke up, here or elsewhere; orders of lower terms are void. */
    record TermBegun(long term) implements Fact {}

    /** Somebody has decided how a breaker is to be; of that of a node as a whole, {@link Forced.To#NONE} is for all that are there. */
    record BreakerForced(BreakerName breaker, Forced forced) implements Fact {}

    /**
     * Some bytes of a jar, kept for as long as a job names it. Its pieces come in order, before the job that brings it: a jar
     * of which one is missing was brought by a job that was never accepted.
     *
     * @param total size of the whole jar
     */
    record JarPiece(Digest jar, int total, int offset, byte[] bytes) implements Fact {
        public JarPiece {
            if (offset < 0 || bytes.length == 0 || offset > total - bytes.length) {
                throw new IllegalArgumentException(
                        bytes.length + " bytes at " + offset + " are no piece of " + total + " bytes");
            }
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof JarPiece piece
                    && jar.equals(piece.jar)
                    && total == piece.total
                    && offset == piece.offset
                    && Arrays.equals(bytes, piece.bytes);
        }

        @Override
        public int hashCode() {
            return 31 * (31 * jar.hashCode() + offset) + Arrays.hashCode(bytes);
        }

        @Override
        public String toString() {
            return "JarPiece[" + bytes.length + " bytes at " + offset + " of the " + total + " of " + jar + "]";
        }
    }

    /**
     * Why some tasks of a job were put where they are, for people who ask; nothing is decided by it, and it is no event of the job.
     *
     * @param reasons to be added to the job's {@link Reasons}
     */
    record Placed(JobId job, byte[] reasons) implements Fact {
        @Override
        public boolean equals(Object other) {
            return other instanceof Placed placed && job.equals(placed.job) && Arrays.equals(reasons, placed.reasons);
        }

        @Override
        public int hashCode() {
            return 31 * job.hashCode() + Arrays.hashCode(reasons);
        }

        @Override
        public String toString() {
            return "Placed[" + job + ", " + reasons.length + " bytes]";
        }
    }

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

            @Override
            public String toString() {
                return "Kind[" + name + " of " + dag + " ran for " + Arrays.toString(micros) + " and made "
                        + Arrays.toString(bytes) + ", " + lesson + "]";
            }
        }
    }
}
