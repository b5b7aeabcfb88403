package dev.sampo.harness.history;

import dev.sampo.harness.history.Entry.Moment;
import dev.sampo.harness.history.Entry.Run;
import dev.sampo.harness.history.Entry.Stored;
import dev.sampo.harness.history.Entry.What;
import dev.sampo.harness.history.FaultTimes.Window;
import java.util.ArrayList;
import java.util.List;

/** C10: when all faults are made good something is done again soon, unless nothing is left to do. */
record Recovery(Limits limits) implements Checker {

    /** From the end of the faults to the first success, each time, in seconds. */
    static List<Double> seconds(History history) {
        var seconds = new ArrayList<Double>();
        List<Run> done = successes(history);
        int next = 0;
        for (Window calm : FaultTimes.of(history).calms(history)) {
            while (next < done.size() && done.get(next).t() < calm.from()) {
                next++;
            }
            if (next < done.size() && done.get(next).t() <= calm.to()) {
                seconds.add((done.get(next).t() - calm.from()) / 1e9);
            }
        }
        return seconds;
    }

    private static List<Run> successes(History history) {
        return history.all(Run.class).stream()
                .filter(run -> run.f() == Moment.END && Boolean.TRUE.equals(run.ok()))
                .toList();
    }

    @Override
    public List<Violation> check(History history) {
        var violations = new ArrayList<Violation>();
        List<Run> done = successes(history);
        long lastEnd = lastWork(history);
        int next = 0;
        for (Window calm : FaultTimes.of(history).calms(history)) {
            while (next < done.size() && done.get(next).t() < calm.from()) {
                next++;
            }
            long first = next < done.size() ? done.get(next).t() : Long.MAX_VALUE;
            long allowed = calm.from() + limits.recovery().toNanos();
            if (allowed < Math.min(calm.to(), lastEnd) && first > allowed) {
                violations.add(new Violation(
                        "C10",
                        "nothing was done within " + limits.recovery().toSeconds() + " s of the end of faults at "
                                + calm.from()));
            }
        }
        return violations;
    }

    /** Until when there was something to do: to the end, if a job is still unfinished then. */
    private static long lastWork(History history) {
        long submitted = 0;
        long ended = 0;
        for (Stored fact : history.all(Stored.class)) {
            submitted += fact.f() == What.SUBMITTED ? 1 : 0;
            ended += fact.f() == What.ENDED ? 1 : 0;
        }
        if (ended < submitted) {
            return Long.MAX_VALUE;
        }
        List<Run> runs = history.all(Run.class);
        return runs.isEmpty() ? Long.MIN_VALUE : runs.get(runs.size() - 1).t();
    }
}
