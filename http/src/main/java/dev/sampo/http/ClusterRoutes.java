package dev.sampo.http;

import dev.sampo.Sampo;
import dev.sampo.http.api.ClusterView;
import dev.sampo.http.api.LimitsView;
import dev.sampo.http.api.LoadView;
import dev.sampo.membership.NodeEntry;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;

/** What there is to know of the cluster as a whole. */
final class ClusterRoutes {
    private final Sampo sampo;
    private final Fleet fleet;

    ClusterRoutes(Sampo sampo, Fleet fleet) {
        this.sampo = sampo;
        this.fleet = fleet;
    }

    List<Route> routes() {
        return List.of(
                Route.get(
                        "/v1/cluster",
                        "The cluster at one glance: how many nodes of each status, how much of them is used, where the"
                                + " schedulers are",
                        ClusterView.class,
                        call -> cluster().thenApply(Reply::ok)),
                Route.get(
                        "/v1/limits",
                        "Limits of how often something is done: as declared, how often permits were given, how many wait where",
                        LimitsView.class,
                        call -> fleet.limits().thenApply(Reply::ok)));
    }

    private CompletionStage<ClusterView> cluster() {
        return sampo.schedulers().thenCombine(fleet.sum(), this::view);
    }

    private ClusterView view(Map<Integer, String> schedulers, LoadView load) {
        return new ClusterView(
                sampo.node(),
                sampo.address(),
                statuses(sampo.nodes()),
                sampo.partitions(),
                sampo.system().settings().config().getString("sampo.planner.placer"),
                IntStream.range(0, sampo.partitions())
                        .mapToObj(number -> new ClusterView.SchedulerView(number, schedulers.get(number)))
                        .toList(),
                load);
    }

    private static Map<String, Long> statuses(List<NodeEntry> nodes) {
        var counts = new TreeMap<String, Long>();
        Arrays.stream(dev.sampo.membership.NodeStatus.values())
                .forEach(status -> counts.put(
                        status.name().toLowerCase(Locale.ROOT),
                        nodes.stream().filter(node -> node.status() == status).count()));
        return counts;
    }
}
