package dev.sampo.worker;

import dev.sampo.link.NodeLink;
import dev.sampo.link.Report;
import java.util.Map;

/** Tells each partition now and then what the node has for the others, so that all of them prefer nodes that are idle. */
final class Neighbours {
    private static final long EVERY_MILLIS = 500;

    private long nextAt;
    private boolean toldOfAny;

    /** @param runsNothing that it has nothing at all any more is told at once, since idle nodes are sought */
    void tell(long now, JobsHere jobs, Map<Integer, NodeLink> links, boolean runsNothing) {
        boolean isIdle = toldOfAny && runsNothing && jobs.heldCount() == 0;
        if (links.size() < 2 || now < nextAt && !isIdle) {
            return;
        }
        nextAt = now + EVERY_MILLIS;
        var held = jobs.heldByPartition();
        links.forEach((partition, link) -> {
            Report.Others others = Report.Others.NONE;
            for (var each : held.entrySet()) {
                others = each.getKey().equals(partition) ? others : others.plus(each.getValue());
            }
            link.add(others);
        });
        toldOfAny = !held.isEmpty();
    }

    /** When there may be news although nothing happens. */
    long wakeAt(boolean isBusy, int partitions) {
        return partitions > 1 && (isBusy || toldOfAny) ? nextAt : Long.MAX_VALUE;
    }
}
