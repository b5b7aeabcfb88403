package dev.sampo.planning;

import dev.sampo.dag.Blueprint;
import dev.sampo.dag.Problem;
import dev.sampo.dag.Reuse;
import dev.sampo.job.Fence;
import dev.sampo.job.JobEvent;
import dev.sampo.job.JobLedger;
import dev.sampo.job.Origin;
import dev.sampo.job.Stretch;
import dev.sampo.job.TaskState;
import dev.sampo.job.Value;
import dev.sampo.link.Report;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntPredicate;

/**
 * Gives a forked job the values of its source that it need not make itself. Small ones are recorded as its own; of a large one
 * the node that keeps it makes a copy, and nothing of the fork is given out until it has said so. Each value is a fact by
 * itself: a fork of which a crash has cut off some makes those again.
 */
final class Forks {
    private final Books books;
    private final Set<JobPlan> copying = new LinkedHashSet<>();

    Forks(Books books) {
        this.books = books;
    }

    /** What is wrong with the tasks that are to run again. */
    static List<Problem> problems(Origin origin, Blueprint graph) {
        return origin.again().stream()
                .filter(name -> graph.taskNamed(name) < 0)
                .map(name -> new Problem(
                        Problem.Kind.MISSING_TASK,
                        name,
                        "is to run again, but is no task of \"" + graph.name() + "\"; mend the name"))
                .toList();
    }

    /** Which tasks of the graph run, or have elements that do; the others have their values from the source. */
    IntPredicate remade(JobPlan source, Blueprint graph, Origin origin) {
        return new Remaking(books.nodes, source, graph, origin)::runs;
    }

    void begin(JobPlan fork, JobPlan source) {
        new Inheritance(fork, source).take();
        fork.awaitNumbers();
        fork.course = null;
        books.foresight.leaveCourse();
    }

    /** A node says whether it has made a copy. */
    void kept(NodeView view, Report.Kept kept) {
        JobPlan job = books.jobs.get(kept.job());
        boolean isOfCopy = job != null && job.copies.contains(kept.task());
        // Another node that was to fetch it may have come too early.
        boolean isTooEarly = isOfCopy
                && !kept.isHere()
                && job.ledger.value(kept.task()) instanceof Value.Stored stored
                && !stored.node().equals(view.id);
        if (!isOfCopy || isTooEarly) {
            return;
        }
        job.copies.remove(kept.task());
        boolean isMeant = job.ledger.state(kept.task()) == TaskState.SUCCEEDED
                && job.ledger.fence(kept.task()).equals(kept.maker());
        if (isMeant && kept.isHere()) {
            job.made(kept.task(), view, books.lastFence());
            books.moves.made(job, kept.task(), view);
        } else if (isMeant && books.isActive(job)) {
            books.recordLoss(job, kept.task());
        }
        books.waiters.taskEnded(job, kept.task(), books);
        goOn(job);
    }

    /** What it was to copy may be there when it comes back, or not: whoever needs it will see. */
    void lost(NodeView view) {
        for (JobPlan job : List.copyOf(copying)) {
            for (int task : List.copyOf(job.copies)) {
                if (job.ledger.value(task) instanceof Value.Stored stored
                        && stored.node().equals(view.id)) {
                    job.copies.remove(task);
                    books.waiters.taskEnded(job, task, books);
                }
            }
            goOn(job);
        }
    }

    private void goOn(JobPlan job) {
        if (job.copies.isEmpty() && copying.remove(job)) {
            books.waiters.copied(job, books);
            if (books.isOpen(job)) {
                books.enqueueDispatchable(job, 0, job.ledger.size());
            }
        }
    }

    /** One fork's. */
    private final class Inheritance {
        private final JobPlan fork;
        private final JobPlan source;
        private final Blueprint graph;
        private final Remaking remaking;
        private final Map<NodeView, CopyList> copies = new TreeMap<>((a, b) -> Integer.compare(a.index, b.index));

        Inheritance(JobPlan fork, JobPlan source) {
            this.fork = fork;
            this.source = source;
            this.graph = fork.ledger.blueprint();
            this.remaking = new Remaking(
                    books.nodes, source, graph, fork.ledger.options().origin().orElseThrow());
        }

        void take() {
            // Values first: the lack of one would carry on to those who have used it before it was lost, or had it made
            // by a
            // stand-in. If a crash cuts off some, what is not known to be lacking is made again.
            for (int task = 0; task < graph.size(); task++) {
                int before = remaking.earlier(task);
                if (graph.kind(task) == Blueprint.Kind.TASK
                        && before != Reuse.NONE
                        && !remaking.hasEndedWithout(before)) {
                    take(task);
                }
            }
            for (int task = 0; task < graph.size(); task++) {
                take(task);
            }
            copies.forEach((view, list) -> list.order(view, fork, source));
            if (!fork.copies.isEmpty()) {
                copying.add(fork);
            }
        }

        private void take(int task) {
            int before = remaking.earlier(task);
            Blueprint.Kind kind = graph.kind(task);
            boolean isStandIn = graph.standsInFor(task) != Blueprint.NO_TASK;
            if (before == Reuse.NONE || kind == Blueprint.Kind.CONSTANT || isStandIn) {
                return;
            }
            if (kind == Blueprint.Kind.TASK) {
                take(task, before, remaking.runs(task), remaking.isNeeded(task));
                return;
            }
            Stretch here = fork.ledger.expansion(task);
            Stretch there = source.ledger.expansion(before);
            if (there == null) {
                take(task, before, remaking.runs(task), remaking.isNeeded(task));
            }
            for (int i = 0; here != null && there != null && i < Math.min(here.count(), there.count()); i++) {
                take(here.first() + i, there.first() + i, remaking.runs(task), remaking.isNeeded(task));
            }
        }

        /** @param task number in the fork */
        private void take(int task, int before, boolean runs, boolean isNeeded) {
            JobLedger old = source.ledger;
            if (fork.ledger.state(task).isFinal()) {
                return; // It follows from what was taken before.
            }
            if (remaking.hasEndedWithout(before) && !runs) {
                books.record(new JobEvent.TaskInherited(
                        fork.ledger.id(), task, old.id(), new Fence(0, 0), Value.ABSENT, books.now));
                return;
            }
            if (!remaking.isFinished(before) || old.value(before) == null || runs && !remaking.isThere(before)) {
                return;
            }
            Value value = old.value(before);
            int maker = old.madeBy(before);
            books.record(
                    new JobEvent.TaskInherited(fork.ledger.id(), task, old.id(), old.fence(maker), value, books.now));
            if (value instanceof Value.Stored stored && isNeeded && remaking.isThere(before)) {
                fork.copies.add(task);
                copies.computeIfAbsent(books.nodes.get(stored.node()), view -> new CopyList())
                        .add(task, maker);
            } else if (value instanceof Value.Stored) {
                fork.freed(task);
            }
        }
    }

    /** What one node is to copy. */
    private static final class CopyList {
        private static final int ORDER_MAX = 500;

        private final IntList tasks = new IntList();
        private final IntList before = new IntList();

        void add(int task, int earlier) {
            tasks.add(task);
            before.add(earlier);
        }

        void order(NodeView view, JobPlan fork, JobPlan source) {
            int[] to = tasks.take();
            int[] from = before.take();
            for (int first = 0; first < to.length; first += ORDER_MAX) {
                int end = Math.min(to.length, first + ORDER_MAX);
                view.inherit(
                        fork,
                        Arrays.copyOfRange(to, first, end),
                        source.ledger.id(),
                        Arrays.copyOfRange(from, first, end));
            }
        }
    }
}
