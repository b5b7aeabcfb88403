package dev.sampo.harness.history;

import java.util.ArrayList;
import java.util.List;

/** All checkers there are. */
public final class Checkers {

    private Checkers() {}

    /** What is wrong with a history; empty when nothing is. */
    public static List<Violation> check(History history, Limits limits) {
        var violations = new ArrayList<Violation>();
        all(limits).forEach(checker -> violations.addAll(checker.check(history)));
        return violations;
    }

    static List<Checker> all(Limits limits) {
        return List.of(
                new LostJobs(),
                new OneJobPerKey(),
                new OneOutcome(),
                new TaskOrder(),
                new WithinCapacity(),
                new SingleWriter(),
                new MonotonicStatus(),
                new EndedOnce(),
                new SilentMinority(limits),
                new Recovery(limits),
                new Progress(limits),
                new RealFaults(limits),
                new CancelIsFinal(limits),
                new OwnFailures());
    }

    /** From the end of the faults to the first success, each time, in seconds. */
    public static List<Double> recoveries(History history) {
        return Recovery.seconds(history);
    }
}
