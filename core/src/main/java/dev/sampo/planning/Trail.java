package dev.sampo.planning;

import dev.sampo.dag.Blueprint;
import dev.sampo.job.History;
import dev.sampo.job.Stretch;
import dev.sampo.job.TaskState;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * The way that led to a task: it waited for that input which came last, whose task had waited for one of its own, and so on from the
 * acceptance of the job. When a task was given to its node the journal does not say, so that is known of the present term only.
 */
final class Trail {
    private static final int STEPS_MAX = 100;

    private final JobPlan job;
    private final History history;
    private final long now;
    private final ArrayDeque<JobExplanation.Step> steps = new ArrayDeque<>();
    private Times times = Times.NONE;
    private int length;

    private Trail(JobPlan job, History history, long now) {
        this.job = job;
        this.history = history;
        this.now = now;
    }

    static Trail to(JobPlan job, int task, History history, long now) {
        var trail = new Trail(job, history, now);
        trail.follow(task);
        return trail;
    }

    /** The last of them. */
    List<JobExplanation.Step> steps() {
        return List.copyOf(steps);
    }

    int length() {
        return length;
    }

    Times times() {
        return times;
    }

    /** From the end back to the beginning: each step ends where the next one could begin. Who waits still does so now, and takes no time. */
    private void follow(int last) {
        int task = made(last);
        long until = task < 0 || history.ended(task) == History.NEVER ? now : history.ended(task);
        while (task >= 0 && length <= job.ledger.size()) {
            int before = before(task);
            long ready = before < 0 ? history.begun(task) : Math.max(history.begun(task), history.ended(before));
            ready = isOpen(before) ? until : Math.min(Math.max(ready, job.ledger.acceptedAt()), until);
            Times spent = spent(task, ready, until);
            times = times.plus(spent);
            length++;
            if (steps.size() < STEPS_MAX) {
                long at = ready - job.ledger.acceptedAt();
                steps.addFirst(new JobExplanation.Step(job.ledger.nameOf(task), at, spent));
            }
            until = ready;
            task = before >= 0 ? before : history.addedBy(task);
        }
    }

    /** The task that makes the value of this one, of several elements the one that does so last. */
    private int made(int task) {
        var makers = new ArrayList<Integer>();
        addMakers(task, makers);
        return latest(makers, true);
    }

    /** What it needed last, or needs still; -1 for nothing. Of tasks that were run again since, the present end counts, if there is one. */
    private int before(int task) {
        var before = new ArrayList<Integer>();
        addInputs(task, before);
        int main = Lack.mainOf(job.ledger, task);
        if (main != Blueprint.NO_TASK) {
            before.add(main);
        }
        return latest(before, job.ledger.state(task) == TaskState.BLOCKED);
    }

    private void addInputs(int task, List<Integer> before) {
        Lineage.forEachInput(job, task, input -> addMakers(input, before));
        Stretch stretch = job.ledger.stretchOf(task);
        Blueprint graph = stretch.blueprint();
        int local = stretch.blueprintTask(task);
        for (int i = 0; i < graph.inputCount(local); i++) {
            int source = stretch.base() + graph.input(local, i);
            Stretch elements = job.ledger.expansion(source);
            if (elements != null && elements.count() == 0) {
                addMakers(source, before);
            }
        }
        for (int i = 0; i < graph.afterCount(local); i++) {
            addMakers(stretch.base() + graph.after(local, i), before);
        }
    }

    /** Which tasks have the value, or whose failure it is that there is none. An each that became no tasks was over when it had its inputs. */
    private void addMakers(int task, List<Integer> makers) {
        int maker = Lack.root(job.ledger, job.ledger.madeBy(task));
        Stretch elements = job.ledger.expansion(maker);
        if (elements == null) {
            makers.add(maker);
        } else if (elements.count() == 0) {
            addInputs(maker, makers);
        }
        for (int element = 0; elements != null && element < elements.count(); element++) {
            addMakers(elements.first() + element, makers);
        }
    }

    private int latest(List<Integer> tasks, boolean isAnyOpen) {
        int latest = -1;
        for (int each : tasks) {
            if (isAnyOpen && isOpen(each)) {
                return each;
            }
            boolean isLater = history.ended(each) > (latest < 0 ? History.NEVER : history.ended(latest));
            latest = isLater ? each : latest;
        }
        return latest;
    }

    private boolean isOpen(int task) {
        return task >= 0
                && history.ended(task) == History.NEVER
                && !job.ledger.state(task).isFinal();
    }

    private Times spent(int task, long ready, long until) {
        boolean isOver = history.ended(task) != History.NEVER;
        long setBack = Math.min(Math.max(ready, history.setBack(task)), until);
        long begun = Math.min(Math.max(setBack, history.lastVote(task)), until);
        long voted = Math.min(begun - setBack, history.votedMicros(task, setBack) / 1_000);
        long betweenVotes = begun - setBack - voted;
        long given = job.givenAt(task);
        boolean isKnown = given != JobPlan.NEVER && given >= begun && given <= until;
        boolean isUnderWay = !isOver && job.isAssigned(task);
        long rest = until - begun;
        long beforeGiven = isKnown ? given - begun : isOver || isUnderWay ? 0 : rest;
        long queued = isKnown ? job.waits.millis(task, given, until) : 0;
        long running = isUnderWay ? (isKnown ? until - given - queued : 0) : ran(task, rest - beforeGiven, rest);
        long inLine = Math.min(beforeGiven + queued, rest - running);
        long paused = history.paused(begun, begun + inLine);
        return new Times(
                voted + running, inLine - paused, betweenVotes + rest - running - inLine, setBack - ready, paused);
    }

    /** How long its body ran; of one that added the task that makes its value, nobody knows how long it was on the way. */
    private long ran(int task, long sinceGiven, long rest) {
        boolean hasGrown = history.ended(task) != History.NEVER && job.ledger.madeBy(task) != task;
        long micros = history.micros(task);
        return micros != History.NEVER ? Math.min(rest, micros / 1_000) : hasGrown ? sinceGiven : 0;
    }
}
