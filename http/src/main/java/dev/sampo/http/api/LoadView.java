package dev.sampo.http.api;

import dev.sampo.http.api.LinksView.LinkView;
import dev.sampo.membership.NodeLoad;
import dev.sampo.resource.Resources;
import java.math.BigDecimal;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * How much of the cluster is used: the sum over the nodes that have answered.
 *
 * @param asked how many nodes that run tasks were asked
 * @param answered how many of them are in the sums
 * @param links connections between nodes, each way counted
 * @param broken some of those that are not reached, by the name of who does not reach and the address of who is not reached
 */
public record LoadView(
        int asked,
        int answered,
        Map<String, BigDecimal> capacity,
        Map<String, BigDecimal> free,
        long held,
        long running,
        long heapUsed,
        long heapMax,
        long values,
        long valueMemory,
        long valueFiles,
        long fetching,
        long links,
        long linksReached,
        List<BrokenView> broken) {

    public record BrokenView(String from, LinkView link) {}

    private static final int BROKEN_MAX = 50;

    public static LoadView of(int asked, Collection<NodeLoad> loads, Collection<LinksView> links) {
        Resources capacity = Resources.NONE;
        Resources free = Resources.NONE;
        for (NodeLoad load : loads) {
            capacity = capacity.plusAtMost(load.state().capacity());
            free = free.plusAtMost(load.state().free());
        }
        return new LoadView(
                asked,
                loads.size(),
                Amounts.of(capacity),
                Amounts.of(free),
                sum(loads, load -> load.state().held()),
                sum(loads, NodeLoad::running),
                sum(loads, load -> load.heap().used()),
                sum(loads, load -> load.heap().max()),
                sum(loads, load -> load.kept().values()),
                sum(loads, load -> load.kept().memory()),
                sum(loads, load -> load.kept().files()),
                sum(loads, NodeLoad::fetching),
                sum(links, LinksView::all),
                sum(links, LinksView::reached),
                links.stream()
                        .flatMap(each -> each.links().stream().map(link -> new BrokenView(each.node(), link)))
                        .sorted(Comparator.comparing(BrokenView::from)
                                .thenComparing(each -> each.link().to()))
                        .limit(BROKEN_MAX)
                        .toList());
    }

    private static <T> long sum(Collection<T> all, ToLongFunction<T> what) {
        return all.stream().mapToLong(what).sum();
    }
}
