package dev.sampo.story;

import dev.sampo.job.JobLedger;
import dev.sampo.job.Stretch;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.List;

/** The tasks that waited for one another up to the one that ended last: whatever is to shorten the job shortens one of them. */
public final class CriticalPath {
    public static final long NEVER = -1;

    private static final int NONE = -1;

    /** When tasks had their values, in any unit, from any moment on. */
    public interface Ends {
        /** When the task's own body had made its value; {@link #NEVER} when none has. */
        long own(int task);
    }

    private final JobLedger job;
    private final Needs needs;
    private final Ends ends;

    private CriticalPath(JobLedger job, Needs needs, Ends ends) {
        this.job = job;
        this.needs = needs;
        this.ends = ends;
    }

    /**
     * The first begins it; of very many only the last are told. Each of them has run.
     *
     * @param stepsMax how many are told
     */
    public static List<Integer> of(JobLedger job, Needs needs, Ends ends, int stepsMax) {
        return new CriticalPath(job, needs, ends).back(stepsMax);
    }

    private List<Integer> back(int stepsMax) {
        int task = NONE;
        for (int each = 0; each < job.size(); each++) {
            task = later(task, each);
        }
        var steps = new ArrayDeque<Integer>();
        var seen = new BitSet();
        while (task != NONE && steps.size() < stepsMax && !seen.get(task)) {
            seen.set(task);
            steps.addFirst(task);
            task = before(task);
        }
        return List.copyOf(steps);
    }

    /** Of what was heard of at once, the one with the higher number: nothing it depends on has one. */
    private int later(int one, int other) {
        if (other == NONE || ends.own(other) == NEVER) {
            return one;
        }
        return one == NONE || ends.own(other) >= ends.own(one) ? other : one;
    }

    /** What it waited for last. What was made again since held up nobody. */
    private int before(int task) {
        int[] last = {NONE};
        needs.of(task, source -> {
            int maker = needs.isConstant(source) ? NONE : maker(source);
            if (maker != NONE && ends.own(maker) <= ends.own(task)) {
                last[0] = later(last[0], maker);
            }
        });
        return last[0];
    }

    /** Whose body made its value: of an each the last of its elements did, or a task that stands in for it. */
    private int maker(int task) {
        Stretch elements = job.expansion(task);
        if (elements == null) {
            int other = ends.own(task) == NEVER ? job.madeBy(task) : task;
            return other < 0 ? NONE : other;
        }
        int last = NONE;
        for (int element = elements.first(); element < elements.first() + elements.count(); element++) {
            last = later(last, element);
        }
        return last;
    }
}
