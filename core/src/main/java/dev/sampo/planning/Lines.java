package dev.sampo.planning;

import dev.sampo.dag.Placing;
import dev.sampo.dag.TaskOptions;
import dev.sampo.job.NodeId;
import dev.sampo.resource.Demand;
import dev.sampo.resource.Resources;
import dev.sampo.resource.Selector;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.ToLongFunction;

/** All lines, the most urgent first; the cost of a pass follows their number, not that of the tasks in them. */
final class Lines {
    private record Key(
            Demand demand, Selector where, Selector prefer, Placing placing, int priority, Optional<NodeId> fallback) {}

    private final Map<Key, Line> byKey = new HashMap<>();
    private final List<Line> inOrder = new ArrayList<>();
    private final Shares shares;
    private final Wishes wishes;
    /** Where tasks wait of which nothing shows yet that they could ever run: what they need came out when they were ready. */
    private final Set<Waiting> unproven = new LinkedHashSet<>();

    private final boolean areRanked;
    private long made;
    /** How much shapes depend on each node, by its index; null when that has to be counted anew. */
    private double[] wanted;

    Lines(Shares shares, Wishes wishes, boolean areRanked) {
        this.shares = shares;
        this.wishes = wishes;
        this.areRanked = areRanked;
    }

    /** Where the job's tasks of this kind wait; to be left with {@link Line#unused}. */
    Waiting join(JobPlan job, TaskOptions options) {
        int priority = options.priority() + job.ledger.options().priority();
        Optional<NodeId> fallback = job.ledger.fallback().node();
        var key = new Key(options.demand(), options.where(), options.prefer(), options.placing(), priority, fallback);
        Line line = byKey.get(key);
        if (line == null) {
            line = new Line(shares, options, priority, fallback, areRanked, made++);
            wanted = null;
            byKey.put(key, line);
            int at = 0;
            while (at < inOrder.size() && inOrder.get(at).priority >= priority) {
                at++;
            }
            inOrder.add(at, line);
        }
        return line.used(job);
    }

    /** The same for tasks that have come to ask for this. */
    Waiting joinLate(JobPlan job, TaskOptions options) {
        Waiting waiting = join(job, options);
        unproven.add(waiting);
        return waiting;
    }

    Wishes wishes() {
        return wishes;
    }

    Set<Waiting> unproven() {
        return unproven;
    }

    List<Line> inOrder() {
        return inOrder;
    }

    void dropUnused() {
        if (inOrder.removeIf(Line::isUnused)) {
            byKey.values().removeIf(Line::isUnused);
            wanted = null;
        }
    }

    void capacityChanged(NodeView view, Collection<NodeView> nodes) {
        inOrder.forEach(line -> line.forgetWidth(view));
        nodesChanged(nodes);
    }

    /** Nodes have come or gone. */
    void nodesChanged(Collection<NodeView> nodes) {
        wanted = null;
        shares.nodesChanged(nodes);
        inOrder.forEach(Line::sortAnew);
    }

    /** How much the shapes there are depend on this node: 1 for each that can run nowhere else, less for one with a choice. */
    double wanted(NodeView view, Books books) {
        survey(books);
        return wanted[view.index];
    }

    /** What part of all that the nodes able to run it have one such task takes, of that of which it takes most. */
    double share(Line line, Books books) {
        survey(books);
        return line.share;
    }

    private void survey(Books books) {
        if (wanted != null) {
            return;
        }
        wanted = new double[books.everyView.size()];
        for (Line line : inOrder) {
            double nodes = 0;
            for (NodeView each : books.nodes.values()) {
                nodes += line.couldRun(each) ? 1 : 0;
            }
            for (NodeView each : books.nodes.values()) {
                wanted[each.index] += line.couldRun(each) ? 1 / nodes : 0;
            }
            line.share = share(line, books.nodes.values());
        }
    }

    private static double share(Line line, Collection<NodeView> nodes) {
        Resources needs = line.needs();
        double most = part(line, nodes, needs.cpuUnits(), Resources::cpuUnits);
        most = Math.max(most, part(line, nodes, needs.memoryBytes(), Resources::memoryBytes));
        most = Math.max(most, part(line, nodes, needs.gpuUnits(), Resources::gpuUnits));
        for (var extra : needs.extraUnits().entrySet()) {
            most = Math.max(most, part(line, nodes, extra.getValue(), capacity -> capacity.extraUnits()
                    .getOrDefault(extra.getKey(), 0L)));
        }
        return most;
    }

    private static double part(Line line, Collection<NodeView> nodes, long needed, ToLongFunction<Resources> kind) {
        double all = 0;
        if (needed > 0) {
            for (NodeView each : nodes) {
                all += line.width(each) > 0 ? kind.applyAsLong(each.capacity) : 0;
            }
        }
        return all == 0 ? 0 : needed / all;
    }
}
