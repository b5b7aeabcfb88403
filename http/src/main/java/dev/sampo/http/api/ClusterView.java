package dev.sampo.http.api;

import java.util.List;
import java.util.Map;

/**
 * The cluster at one glance, seen from one node.
 *
 * @param node who answers
 * @param nodes how many there are of each status
 * @param placer how nodes are chosen
 * @param load as it was a second ago at most
 * @param schedulers where the scheduler of each partition is; an address is missing while it moves
 */
public record ClusterView(
        String node,
        String address,
        Map<String, Long> nodes,
        int partitions,
        String placer,
        List<SchedulerView> schedulers,
        LoadView load) {

    public record SchedulerView(int partition, String address) {}
}
