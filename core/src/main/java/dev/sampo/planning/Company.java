package dev.sampo.planning;

import dev.sampo.dag.Blueprint;
import dev.sampo.dag.Placing;
import dev.sampo.job.JobEvent;
import dev.sampo.job.NodeId;
import dev.sampo.job.Stretch;
import dev.sampo.job.TaskState;
import dev.sampo.link.Availability;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where those tasks are that others mind: counts of what is held, kept up with every attempt, and where the latest of a group was
 * done. After a failover the nodes say what they hold and the journal what is done, so that the next term knows the same.
 */
final class Company {
    /** @param base of the graph in its job: each graph that is added has groups of its own */
    record Group(int base, String name) {}

    private enum Role {
        GROUP,
        TOGETHER,
        PER_NODE,
        IN_ALL
    }

    /** @param job null for what counts in all jobs */
    private record Key(Role role, JobPlan job, int base, String name) {}

    private final Books books;
    private final Map<Key, Map<NodeView, Integer>> crowds = new HashMap<>();

    /** Of which something was given out, or came back. */
    private final Set<Gang> gangs = new LinkedHashSet<>();

    Company(Books books) {
        this.books = books;
    }

    void joins(JobPlan job, int task, NodeView view) {
        noteGang(job, task);
        for (Key key : keys(job, task)) {
            crowds.computeIfAbsent(key, first -> new LinkedHashMap<>()).merge(view, 1, Integer::sum);
        }
        Placing.Limit atMost = job.options(task).placing().atMost();
        if (!atMost.isNone()) {
            books.allotments.joins(atMost, 1);
        }
    }

    void leaves(JobPlan job, int task, NodeView view) {
        noteGang(job, task);
        for (Key key : keys(job, task)) {
            Map<NodeView, Integer> crowd = crowds.get(key);
            crowd.computeIfPresent(view, (node, count) -> count == 1 ? null : count - 1);
            if (crowd.isEmpty()) {
                crowds.remove(key);
            }
        }
        Placing.Limit atMost = job.options(task).placing().atMost();
        if (!atMost.isNone()) {
            books.allotments.leaves(atMost, 1);
        }
    }

    /** One of its gang, if it is of any, comes or goes or is to run again: the rest may have to start anew with it. */
    void noteGang(JobPlan job, int task) {
        if (!job.options(task).placing().gang().isEmpty()) {
            gangs.add(Gang.of(job, task));
        }
    }

    /** Has gangs of which only some are given out start again as a whole. */
    void mendGangs() {
        if (!gangs.isEmpty()) {
            var all = List.copyOf(gangs);
            gangs.clear();
            all.stream().filter(gang -> !gang.mend(books)).forEach(gangs::add);
        }
    }

    private static Set<Key> keys(JobPlan job, int task) {
        Placing placing = job.options(task).placing();
        int base = job.ledger.stretchOf(task).base();
        var keys = new HashSet<Key>();
        if (!placing.spread().isNone()) {
            keys.add(new Key(Role.GROUP, job, base, placing.spread().group()));
        }
        if (!placing.apart().isNone()) {
            keys.add(new Key(Role.GROUP, job, base, placing.apart().group()));
        }
        if (!placing.together().isEmpty()) {
            keys.add(new Key(Role.TOGETHER, job, base, placing.together()));
        }
        if (!placing.perNode().isNone()) {
            keys.add(new Key(Role.PER_NODE, null, 0, placing.perNode().key()));
        }
        if (!placing.atMost().isNone()) {
            keys.add(new Key(Role.IN_ALL, null, 0, placing.atMost().key()));
        }
        return keys;
    }

    /** It has succeeded there. */
    void done(JobPlan job, int task, NodeId node) {
        String together = job.options(task).placing().together();
        if (!together.isEmpty()) {
            job.homes.put(new Group(job.ledger.stretchOf(task).base(), together), node);
        }
    }

    /** What the journal says of a job that earlier terms have begun. */
    void recall(JobPlan job) {
        boolean minds = job.ledger.stretches().stream()
                .flatMap(stretch -> stretch.blueprint().distinctOptions().stream())
                .anyMatch(options -> !options.placing().near().isEmpty()
                        || !options.placing().together().isEmpty());
        for (int i = 0; minds && i < job.ledger.eventCount(); i++) {
            if (job.ledger.event(i) instanceof JobEvent.TaskSucceeded success) {
                job.ranOn.put(success.task(), success.node());
                done(job, success.task(), success.node());
            }
        }
    }

    Vicinity around(JobPlan job, int task) {
        return new Vicinity(this, job, task, books.isCounting);
    }

    /** Those of this group that are held, by node. */
    Map<NodeView, Integer> group(JobPlan job, int base, String name) {
        return crowds.getOrDefault(new Key(Role.GROUP, job, base, name), Map.of());
    }

    /** How many with this key are held there. */
    int countAt(NodeView view, String key) {
        return crowds.getOrDefault(new Key(Role.PER_NODE, null, 0, key), Map.of())
                .getOrDefault(view, 0);
    }

    /** Whether as many are held as may be, by all partitions together. */
    boolean isReached(Placing.Limit atMost) {
        return books.allotments.areShared()
                ? !books.allotments.hasRoom(atMost, 1)
                : count(atMost.key()) >= atMost.max();
    }

    /** For people. */
    String whyReached(Placing.Limit atMost) {
        return books.allotments.areShared()
                ? books.allotments.why(atMost)
                : count(atMost.key()) + " of \"" + atMost.key() + "\" are held, and at most " + atMost.max()
                        + " may be";
    }

    private int count(String key) {
        return crowds.getOrDefault(new Key(Role.IN_ALL, null, 0, key), Map.of()).values().stream()
                .mapToInt(Integer::intValue)
                .sum();
    }

    /**
     * Where the rest of a group is to run: with those that run, else where the latest ran that is done, as long as that node is
     * there, is not on its way out and could run all of them. Null when the next one is to choose.
     */
    NodeView home(JobPlan job, int base, String name) {
        var running = crowds.get(new Key(Role.TOGETHER, job, base, name));
        if (running != null) {
            return running.keySet().iterator().next();
        }
        NodeId latest = job.homes.get(new Group(base, name));
        NodeView view = latest == null ? null : books.nodes.get(latest);
        boolean isGone =
                view == null || view.availability == Availability.DRAINING || Bars.toAll(view, books) == Bar.NOT_YET;
        boolean fitsAll = !isGone && linesOf(job, base, name).stream().allMatch(line -> line.couldRun(view));
        return fitsAll ? view : null;
    }

    /** Where those of the group wait that are ready. */
    List<Line> linesOf(JobPlan job, int base, String name) {
        Blueprint graph = job.ledger.stretchOf(base).blueprint();
        return job.together.of(graph, name, job.waitingOf(graph, books.lines));
    }

    /** The node where the task of this name runs or ran; null when nobody knows, or it is gone. */
    NodeView placeOf(JobPlan job, Stretch stretch, String name) {
        int local = job.taskNamed(stretch.blueprint(), name);
        if (local < 0) {
            return null;
        }
        int task = job.ledger.madeBy(stretch.base() + local);
        int index = job.node(task);
        if (index != JobPlan.NOWHERE) {
            NodeView view = books.view(index);
            return books.nodes.get(view.id) == view ? view : null;
        }
        return job.ledger.state(task) == TaskState.SUCCEEDED && job.ranOn.containsKey(task)
                ? books.nodes.get(job.ranOn.get(task))
                : null;
    }
}
