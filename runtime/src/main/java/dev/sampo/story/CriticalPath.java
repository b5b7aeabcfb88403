package dev.sampo.story;

import dev.sampo.job.Stretch;
import java.util.ArrayDeque;
import java.util.BitSet;
import java.util.List;

/** The tasks that waited for one another up to the one that ended last: whatever is to shorten the job shortens one of them. */
final class CriticalPath {
    private static final int STEPS_MAX = 1_000;
    private static final int NONE = -1;

    private final Chronicle chronicle;

    private CriticalPath(Chronicle chronicle) {
        this.chronicle = chronicle;
    }

    /** The first begins it; of very many only the last are told. */
    static List<Integer> of(Chronicle chronicle) {
        return new CriticalPath(chronicle).back();
    }

    private List<Integer> back() {
        int task = NONE;
        for (Run run : chronicle.runs()) {
            boolean counts = run.outcome() == Run.Outcome.SUCCEEDED && chronicle.endedAt(run.task()) == run.end();
            task = counts && (task == NONE || run.end() >= chronicle.endedAt(task)) ? run.task() : task;
        }
        var steps = new ArrayDeque<Integer>();
        var seen = new BitSet();
        while (task != NONE && steps.size() < STEPS_MAX && !seen.get(task)) {
            seen.set(task);
            steps.addFirst(task);
            task = before(task);
        }
        return List.copyOf(steps);
    }

    /** What it waited for last; an each is passed over for the last of its elements. What was made again since held up nobody. */
    private int before(int task) {
        int[] last = {NONE};
        chronicle.needs(task, source -> {
            long end = chronicle.endedAt(source);
            boolean isInTime =
                    end != Chronicle.UNKNOWN && end <= chronicle.endedAt(task) && !chronicle.isConstant(source);
            if (isInTime && (last[0] == NONE || end > chronicle.endedAt(last[0]))) {
                last[0] = source;
            }
        });
        return last[0] == NONE ? NONE : maker(last[0]);
    }

    private int maker(int task) {
        Stretch elements = chronicle.job().expansion(task);
        if (elements == null) {
            int maker = chronicle.job().madeBy(task);
            return maker < 0 ? task : maker;
        }
        int last = elements.first();
        for (int element = elements.first(); element < elements.first() + elements.count(); element++) {
            last = chronicle.endedAt(element) > chronicle.endedAt(last) ? element : last;
        }
        return elements.count() == 0 ? task : last;
    }
}
