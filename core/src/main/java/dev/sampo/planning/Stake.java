package dev.sampo.planning;

import java.util.List;

/**
 * What one partition says of a limit that all partitions mind together, to the partition that owns it.
 *
 * @param number rises with each that the partition says in its term
 * @param ownerTerm the term of the owner it listens to; what earlier ones said counts no more
 */
public record Stake(String key, int partition, long term, long number, long ownerTerm, List<Part> parts) {

    /**
     * Of the tasks that name the same maximum.
     *
     * @param allowed so many it may hold
     * @param held so many it does hold: more than is allowed if nodes have come back that were given up, or if it has just begun
     * @param wants so many it could make use of
     */
    public record Part(int max, int allowed, int held, int wants) {
        /** What counts. */
        int counts() {
            return Math.max(allowed, held);
        }
    }

    public Stake {
        parts = List.copyOf(parts);
    }

    boolean isAfter(long otherTerm, long otherNumber) {
        return term > otherTerm || term == otherTerm && number > otherNumber;
    }
}
