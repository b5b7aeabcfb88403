package dev.sampo.harness.history;

import dev.sampo.harness.history.Entry.Capacity;
import dev.sampo.harness.history.Entry.Moment;
import dev.sampo.harness.history.Entry.Run;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** C5, promise P8: what runs on a node at any instant fits in it, as counted by the bodies themselves. */
final class WithinCapacity implements Checker {

    private record Life(String node, long inc) {}

    private static final class Held {
        private long cpu;
        private long mem;
    }

    @Override
    public List<Violation> check(History history) {
        Map<Life, Capacity> capacities = new HashMap<>();
        history.all(Capacity.class)
                .forEach(capacity -> capacities.put(new Life(capacity.p(), capacity.inc()), capacity));
        Map<Life, Held> held = new HashMap<>();
        Set<Life> told = new HashSet<>();
        var violations = new ArrayList<Violation>();
        for (Run run : history.all(Run.class)) {
            var life = new Life(run.p(), run.inc());
            Held now = held.computeIfAbsent(life, node -> new Held());
            int sign = run.f() == Moment.START ? 1 : -1;
            now.cpu += sign * run.cpu();
            now.mem += sign * run.mem();
            Capacity most = capacities.get(life);
            if (most == null) {
                if (told.add(life)) {
                    violations.add(new Violation("C5", run.p() + " never said what it has to give"));
                }
            } else if (now.cpu > most.cpu() || now.mem > most.mem()) {
                violations.add(new Violation(
                        "C5",
                        String.format(
                                "%s runs %d thousandths of a cpu and %d bytes of %d and %d when %s of job %s starts",
                                run.p(), now.cpu, now.mem, most.cpu(), most.mem(), run.task(), run.job())));
            }
        }
        return violations;
    }
}
