package dev.sampo.http.picture;

import dev.sampo.dag.Blueprint;
import dev.sampo.job.JobLedger;
import dev.sampo.job.Stretch;
import java.util.ArrayDeque;
import java.util.List;

/** The tasks that waited for one another up to the one that ended last: whatever is to make the job shorter has to shorten one of them. */
final class Way {
    private static final int STEPS_MAX = 200;
    private static final int NONE = -1;

    private final JobLedger job;
    private final Runs runs;

    private Way(JobLedger job, Runs runs) {
        this.job = job;
        this.runs = runs;
    }

    /** The first begins it; of many only the last are told. */
    static List<Integer> of(JobLedger job, Runs runs) {
        return new Way(job, runs).back();
    }

    private List<Integer> back() {
        int task = NONE;
        for (int each = 0; each < job.size(); each++) {
            task = later(task, each);
        }
        var steps = new ArrayDeque<Integer>();
        while (task != NONE && steps.size() < STEPS_MAX) {
            steps.addFirst(task);
            int before = before(task);
            // What was made again since did not hold up what had it before.
            task = before != NONE && runs.ended(before) <= runs.ended(task) ? before : NONE;
        }
        return List.copyOf(steps);
    }

    /** Of what was heard of at once, the one with the higher number: nothing it depends on has one. */
    private int later(int one, int other) {
        if (runs.ended(other) == Runs.NEVER) {
            return one;
        }
        return one == NONE || runs.ended(other) >= runs.ended(one) ? other : one;
    }

    /** The input that came last; an each's are its elements. */
    private int before(int task) {
        Stretch stretch = job.stretchOf(task);
        Blueprint graph = stretch.blueprint();
        int local = stretch.blueprintTask(task);
        int before = NONE;
        for (int i = 0; i < graph.inputCount(local); i++) {
            before = latest(before, stretch.base() + graph.input(local, i));
        }
        for (int i = 0; i < graph.afterCount(local); i++) {
            before = latest(before, stretch.base() + graph.after(local, i));
        }
        return before;
    }

    private int latest(int before, int source) {
        Stretch elements = job.expansion(source);
        int latest = elements == null ? later(before, source) : before;
        for (int i = 0; elements != null && i < elements.count(); i++) {
            latest = later(latest, elements.first() + i);
        }
        return latest;
    }
}
