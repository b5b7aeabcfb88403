package dev.sampo.harness.history;

import dev.sampo.harness.history.Entry.Kind;
import dev.sampo.harness.history.FaultTimes.Interval;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** C12: a run that was hardly hurt proves nothing. Each kind of fault happened often enough, and was seen to have worked. */
record RealFaults(Limits limits) implements Checker {

    @Override
    public List<Violation> check(History history) {
        Map<Kind, Integer> seen = new EnumMap<>(Kind.class);
        FaultTimes.of(history).faults().stream()
                .filter(Interval::seen)
                .forEach(fault -> seen.merge(fault.kind(), 1, Integer::sum));
        var violations = new ArrayList<Violation>();
        limits.faults().forEach((kind, wanted) -> {
            int times = seen.getOrDefault(kind, 0);
            if (times < wanted) {
                violations.add(new Violation(
                        "C12",
                        kind + " was seen to work " + times + " times, not " + wanted + ": the run proves little"));
            }
        });
        return violations;
    }
}
