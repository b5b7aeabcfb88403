package dev.sampo.planning;

import dev.sampo.dag.Blueprint;
import dev.sampo.dag.GangFit;
import dev.sampo.dag.NodeOffer;
import dev.sampo.job.JobLedger;
import dev.sampo.job.JobStatus;
import dev.sampo.job.Stretch;
import dev.sampo.job.TaskState;
import dev.sampo.link.Order;
import dev.sampo.resource.Resources;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.function.IntPredicate;

/**
 * Tasks of a job that start together or not at all. One that is skipped is none of them: the others start without it, as they go on
 * without one that fails.
 *
 * @param base of the graph in its job
 */
record Gang(JobPlan job, int base, String name) {

    static Gang of(JobPlan job, int task) {
        return new Gang(
                job,
                job.ledger.stretchOf(task).base(),
                job.options(task).placing().gang());
    }

    boolean has(JobPlan other, int task) {
        return other == job
                && job.options(task).placing().gang().equals(name)
                && job.ledger.stretchOf(task).base() == base;
    }

    /** Those of its tasks that have not ended, and the each whose elements are not there yet. */
    int[] open() {
        var open = new IntList();
        areAllOpen(task -> {
            open.add(task);
            return true;
        });
        return open.isEmpty() ? new int[0] : open.take();
    }

    /** Whether this is so of all that have not ended; no more of them are looked at than it takes to say so. */
    boolean areAllOpen(IntPredicate soFar) {
        JobLedger ledger = job.ledger;
        Blueprint graph = ledger.stretchOf(base).blueprint();
        for (int local : job.gang(graph, name)) {
            Stretch elements = ledger.expansion(base + local);
            int from = elements == null ? base + local : elements.first();
            int end = elements == null ? from + 1 : from + elements.count();
            for (int task = from; task < end; task++) {
                TaskState state = ledger.state(task);
                boolean isOpen = !state.isFinal() && state != TaskState.EXPANDED;
                if (isOpen && !soFar.test(task)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Where one of them has to start, those that are under way start again with it; false when it is too early to say. */
    boolean mend(Books books) {
        if (!books.isActive(job)) {
            return true;
        }
        if (!job.settled || job.ledger.status() == JobStatus.PAUSED) {
            return false;
        }
        int[] open = open();
        int held = 0;
        for (int task : open) {
            held += job.isAssigned(task) ? 1 : 0;
        }
        if (held < open.length) {
            takeBack(books, open);
        }
        return true;
    }

    /** Those of these that are under way are stopped and start anew, which is no try of theirs. */
    void takeBack(Books books, int[] tasks) {
        for (int task : tasks) {
            if (job.isAssigned(task)) {
                books.takeBack(job, task, Order.Reason.SUPERSEDED);
                books.requeue(job, task);
            }
        }
    }

    /** Why a task of it that is ready does not start. */
    String why(Books books) {
        int[] open = open();
        int unready = 0;
        String first = "";
        for (int task : open) {
            if (!job.isDispatchable(task)) {
                first = unready++ == 0 ? job.ledger.nameOf(task) : first;
            }
        }
        if (unready > 0) {
            return "for the rest of its gang \"" + name + "\": " + unready + " of " + open.length
                    + " are not ready, as " + first;
        }
        List<Line> lines = Arrays.stream(open)
                .mapToObj(task -> job.lineOf(task, books.lines))
                .toList();
        if (!isWithinQuota(job, lines)) {
            return "until its tenant " + job.tenant.name() + ", who holds " + job.tenant.held() + " of the "
                    + job.tenant.quota() + " it may, may hold all " + open.length + " of its gang \"" + name
                    + "\" besides";
        }
        String room = "until there is room for all " + open.length + " of its gang \"" + name + "\" at once";
        long held = GangFit.hold(lines.stream().map(line -> line.options).toList(), offers(books));
        return held < open.length
                ? room + ", and the nodes there are hold " + held + " of them when they are idle"
                : room;
    }

    private static List<NodeOffer> offers(Books books) {
        return books.nodes.values().stream()
                .filter(view -> view.isWorker)
                .map(NodeView::offer)
                .toList();
    }

    /** Whether the job's tenant may hold all of these besides what it holds. */
    static boolean isWithinQuota(JobPlan job, List<Line> members) {
        if (job.tenant.quota().isNone()) {
            return true;
        }
        Resources sum = Resources.NONE;
        for (Line member : members) {
            sum = sum.plusAtMost(member.needs());
        }
        return job.tenant.room(sum) > 0;
    }

    private boolean waitsInVain() {
        for (int task : open()) {
            if (job.ledger.state(task) == TaskState.BLOCKED) {
                return true;
            }
        }
        return false;
    }

    /** Whether nothing of a job of which nothing is held is to run any more but gangs, whose other tasks wait for what has failed. */
    static boolean allWaitInVain(JobPlan job) {
        var vain = new HashMap<Gang, Boolean>();
        for (int task = 0; task < job.ledger.size(); task++) {
            TaskState state = job.ledger.state(task);
            boolean isOpen = state == TaskState.RETRYING || state == TaskState.READY;
            boolean isOfGang = isOpen && !job.options(task).placing().gang().isEmpty();
            if (isOpen && !(isOfGang && vain.computeIfAbsent(of(job, task), Gang::waitsInVain))) {
                return false;
            }
        }
        return true;
    }
}
