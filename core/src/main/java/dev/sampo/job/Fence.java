package dev.sampo.job;

/**
 * What tells one attempt at a task from every other: the term of the partition that allowed it, and a serial number
 * that grows with each permission given in that term. Compared in this order it only ever rises for a task, so users may
 * hand it to outside systems as a fencing token.
 */
public record Fence(long term, long serial) implements Comparable<Fence> {
    @Override
    public int compareTo(Fence other) {
        int byTerm = Long.compare(term, other.term);
        return byTerm != 0 ? byTerm : Long.compare(serial, other.serial);
    }

    @Override
    public String toString() {
        return term + "." + serial;
    }
}
