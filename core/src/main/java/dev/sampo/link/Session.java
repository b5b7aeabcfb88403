package dev.sampo.link;

/**
 * One conversation between a partition and a node. A higher one voids every lower one: after a failover (new term) or
 * after the partition had given the node up (new number), both sides start again by comparing what they believe.
 */
public record Session(int partition, long term, long number) {

    public boolean isNewerThan(Session other) {
        return term != other.term ? term > other.term : number > other.number;
    }
}
