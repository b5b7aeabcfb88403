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
    /** One shape's want, which is divided among nodes: divisible by all numbers up to 24. */
    private static final long WANTED_WHOLE = 5_354_228_880L;

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
    private final NodeSet present = new NodeSet();
    /** How much shapes depend on each node, by its index; null when that has to be counted anew. */
    private long[] wanted;
    /** Lines that are not counted in there yet, or still. */
    private final List<Line> unsurveyed = new ArrayList<>();

    private final List<Line> dropped = new ArrayList<>();
    private boolean areUnsorted;

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
            line.opensAll(present);
            unsurveyed.add(line);
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
        if (inOrder.removeIf(this::drops)) {
            byKey.values().removeIf(Line::isUnused);
        }
    }

    private boolean drops(Line line) {
        if (line.isUnused() && !unsurveyed.remove(line)) {
            dropped.add(line);
        }
        return line.isUnused();
    }

    void arrived(NodeView view) {
        present.add(view.index);
        inOrder.forEach(line -> line.forget(view)); // Its number may have been that of another one.
        inOrder.forEach(line -> line.opens(view));
        changed(view, Resources.NONE, view.capacity);
    }

    void departed(NodeView view) {
        present.remove(view.index);
        inOrder.forEach(line -> line.closes(view));
        changed(view, view.capacity, Resources.NONE);
    }

    void changed(NodeView view, Resources before) {
        inOrder.forEach(line -> line.forget(view));
        changed(view, before, view.capacity);
    }

    private void changed(NodeView view, Resources before, Resources after) {
        wanted = null;
        areUnsorted = true;
        if (view.isWorker) {
            shares.nodeChanged(before, after);
        }
    }

    /** Before turns are given out: these nodes may have more room than before. */
    void catchUp(List<NodeView> opened) {
        if (areUnsorted) {
            inOrder.forEach(Line::sortAnew);
            areUnsorted = false;
        }
        for (NodeView view : opened) {
            if (present.contains(view.index)) {
                inOrder.forEach(line -> line.opens(view));
            }
        }
    }

    /** How many tasks of the shapes there are have become ready so far. */
    long tasksCome() {
        long come = 0;
        for (Line line : inOrder) {
            come += line.tasksCome();
        }
        return come;
    }

    /** All nodes, by index. */
    NodeSet present() {
        return present;
    }

    /** How much the shapes there are depend on this node: 1 for each that can run nowhere else, less for one with a choice. */
    double wanted(NodeView view, Books books) {
        survey(books);
        return wanted[view.index] / (double) WANTED_WHOLE;
    }

    /** What part of all that the nodes able to run it have one such task takes, of that of which it takes most. */
    double share(Line line, Books books) {
        survey(books);
        return line.share;
    }

    private void survey(Books books) {
        if (wanted == null) {
            wanted = new long[books.lives.end()];
            dropped.clear();
            unsurveyed.clear();
            unsurveyed.addAll(inOrder);
        }
        if (dropped.isEmpty() && unsurveyed.isEmpty()) {
            return;
        }
        dropped.forEach(line -> count(line, books, -1));
        dropped.clear();
        for (Line line : unsurveyed) {
            count(line, books, 1);
            line.share = share(line, books.nodes.values());
        }
        unsurveyed.clear();
    }

    private void count(Line line, Books books, int sign) {
        long able = 0;
        for (NodeView each : books.nodes.values()) {
            able += line.couldRun(each) ? 1 : 0;
        }
        if (able > 0) {
            long part = sign * (WANTED_WHOLE / able);
            for (NodeView each : books.nodes.values()) {
                wanted[each.index] += line.couldRun(each) ? part : 0;
            }
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
