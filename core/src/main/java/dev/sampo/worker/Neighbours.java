package dev.sampo.worker;

import dev.sampo.link.NodeLink;
import dev.sampo.link.Report;
import dev.sampo.resource.Resources;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Tells each partition now and then what the node has for the others, and how long that takes, so that all of them prefer nodes that are
 * idle, or soon are, and count what a tenant holds through any of them, and what of it waits.
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
        List<Report.Holder> waiting = all(jobs.waiting());
        long millisLeft = jobs.millisLeft(now);
        links.forEach(
                (partition, link) -> link.add(others(partition, held, waiting, millisLeft, capacity), capacity, now));
        toldOfAny = !held.isEmpty();
    }

    private static Report.Others others(
            int partition,
            Map<Integer, Map<String, Report.Held>> held,
            List<Report.Holder> waiting,
            long millisLeft,
            Resources capacity) {
        Map<String, Report.Held> byTenant = new TreeMap<>();
        held.forEach((other, tenants) -> {
            if (other != partition) {
                tenants.forEach((tenant, more) -> byTenant.merge(tenant, more, Report.Held::plus));
            }
        });
        Report.Held all = byTenant.values().stream().reduce(Report.Held.NOTHING, Report.Held::plus);
        return new Report.Others(all, largest(byTenant, capacity), waiting, all.attempts() == 0 ? 0 : millisLeft);
    }

    /** None where there are too many to name: that more of some seems to run than does is fair only if it is so of all. */
    private static List<Report.Holder> all(Map<String, Report.Held> byTenant) {
        return byTenant.size() > Report.Others.TENANTS_MAX
                ? List.of()
                : byTenant.entrySet().stream()
                        .map(each -> new Report.Holder(each.getKey(), each.getValue()))
                        .toList();
    }

    private static List<Report.Holder> largest(Map<String, Report.Held> byTenant, Resources capacity) {
        return byTenant.entrySet().stream()
                .map(each -> new Report.Holder(each.getKey(), each.getValue()))
                .sorted(Comparator.comparingDouble(each -> -each.held().needs().largestShareOf(capacity)))
                .limit(Report.Others.TENANTS_MAX)
                .toList();
    }

    /** When there may be news although nothing happens. */
    long wakeAt(boolean isBusy, int partitions) {
        return partitions > 1 && (isBusy || toldOfAny) ? nextAt : Long.MAX_VALUE;
    }
}
