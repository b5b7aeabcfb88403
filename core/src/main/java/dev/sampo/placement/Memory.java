package dev.sampo.placement;

import dev.sampo.job.NodeId;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/** What placers remember of nodes is bounded: nodes that come and go under new names are forgotten. */
final class Memory {
    private static final int SPARE = 64;

    private Memory() {}

    /** Forgets nodes that are no candidates once these are few among those remembered. */
    static void forgetOthers(Map<NodeId, ?> remembered, List<Candidate> candidates) {
        if (remembered.size() > 8 * candidates.size() + SPARE) {
            var here = new HashSet<NodeId>();
            candidates.forEach(candidate -> here.add(candidate.node()));
            remembered.keySet().retainAll(here);
        }
    }
}
