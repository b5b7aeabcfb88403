package dev.sampo.worker;

import dev.sampo.link.NodeLink;
import dev.sampo.link.Report;
import dev.sampo.resource.Resources;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Tells each partition now and then what the node has for the others, so that all of them prefer nodes that are idle, and count what a
 * tenant holds through any of them.
 */
final class Neighbours {
    private static final long EVERY_MILLIS = 200;

    private long nextAt;
    private boolean toldOfAny;

    /** @param runsNothing that it has nothing at all any more is told at once, since idle nodes are sought */
    void tell(long now, JobsHere jobs, Map<Integer, NodeLink> links, Resources capacity, boolean runsNothing) {
        boolean isIdle = toldOfAny && runsNothing && jobs.heldCount() == 0;
        if (links.size() < 2 || now < nextAt && !isIdle) {
            return;
        }
        nextAt = now + EVERY_MILLIS;
        var held = jobs.heldByPartition();
        links.forEach((partition, link) -> link.add(others(partition, held, capacity), capacity, now));
        toldOfAny = !held.isEmpty();
    }

    private static Report.Others others(
            int partition, Map<Integer, Map<String, Report.Held>> held, Resources capacity) {
        Map<String, Report.Held> byTenant = new TreeMap<>();
        held.forEach((other, tenants) -> {
            if (other != partition) {
                tenants.forEach((tenant, more) -> byTenant.merge(tenant, more, Report.Held::plus));
            }
        });
        Report.Held all = byTenant.values().stream().reduce(Report.Held.NOTHING, Report.Held::plus);
        List<Report.Holder> largest = byTenant.entrySet().stream()
                .map(each -> new Report.Holder(each.getKey(), each.getValue()))
                .sorted(Comparator.comparingDouble(each -> -each.held().needs().largestShareOf(capacity)))
                .limit(Report.Others.TENANTS_MAX)
                .toList();
        return new Report.Others(all, largest);
    }

    /** When there may be news although nothing happens. */
    long wakeAt(boolean isBusy, int partitions) {
        return partitions > 1 && (isBusy || toldOfAny) ? nextAt : Long.MAX_VALUE;
    }
}
