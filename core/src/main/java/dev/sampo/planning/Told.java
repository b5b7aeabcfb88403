package dev.sampo.planning;

import java.util.BitSet;

/** What a node has been told of one job. */
final class Told {
    int stretches;
    /** What its tenant counts for there. */
    int weight;

    final BitSet values = new BitSet();
}
