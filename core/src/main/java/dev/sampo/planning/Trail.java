package dev.sampo.planning;

import dev.sampo.dag.Blueprint;
import dev.sampo.job.History;
import dev.sampo.job.Stretch;
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

    /** From the end back to the beginning: each step ends where the next one could begin. */
    private void follow(int last) {
        int task = last;
        long until = history.ended(last) == History.NEVER ? now : history.ended(last);
        while (task >= 0 && length <= job.ledger.size()) {
            int before = latestBefore(task);
            long ready = before < 0 ? history.begun(task) : Math.max(history.begun(task), history.ended(before));
            ready = Math.min(Math.max(ready, job.ledger.acceptedAt()), until);
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

    /** What it needed last; -1 for nothing. Of tasks that were run again since, the present end counts, if there is one. */
    private int latestBefore(int task) {
        var before = new ArrayList<Integer>();
        Lineage.forEachInput(job, task, input -> before.add(job.ledger.madeBy(input)));
        Stretch stretch = job.ledger.stretchOf(task);
        Blueprint graph = stretch.blueprint();
        int local = stretch.blueprintTask(task);
        for (int i = 0; i < graph.afterCount(local); i++) {
            int earlier = stretch.base() + graph.after(local, i);
            Stretch elements = job.ledger.expansion(earlier);
            for (int element = 0; elements != null && element < elements.count(); element++) {
                before.add(elements.first() + element);
            }
            if (elements == null) {
                before.add(job.ledger.madeBy(earlier));
            }
        }
        int latest = -1;
        for (int each : before) {
            boolean isLater = history.ended(each) > (latest < 0 ? History.NEVER : history.ended(latest));
            latest = isLater ? each : latest;
        }
        return latest;
    }

    private Times spent(int task, long ready, long until) {
        boolean isOver = history.ended(task) != History.NEVER;
        long begun = Math.min(Math.max(ready, history.setBack(task)), until);
        long paused = history.paused(begun, until);
        long given = job.givenAt(task);
        boolean isKnown = given != JobPlan.NEVER && given >= begun && given <= until;
        boolean isUnderWay = !isOver && job.isAssigned(task);
        long micros = history.micros(task);
        long rest = until - begun;
        long running =
                isUnderWay ? isKnown ? until - given : 0 : micros == History.NEVER ? 0 : Math.min(rest, micros / 1_000);
        long inLine = isKnown ? Math.min(given - begun, rest - running) : isOver || isUnderWay ? 0 : rest;
        long pausedInLine = Math.min(paused, inLine);
        return new Times(running, inLine - pausedInLine, rest - running - inLine, begun - ready, pausedInLine);
    }
}
