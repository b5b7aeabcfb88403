package dev.sampo.harness.history;

import dev.sampo.harness.history.Entry.Moment;
import dev.sampo.harness.history.Entry.Run;
import dev.sampo.harness.history.Entry.Stored;
import dev.sampo.harness.history.Entry.What;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * C6, promises P6 and P10: a partition's terms only rise along its journal, and a permission to run a task is used once.
 */
final class SingleWriter implements Checker {

    private record Permission(String job, String task, long term, long serial, int att) {}

    @Override
    public List<Violation> check(History history) {
        var violations = new ArrayList<Violation>();
        Map<String, Stored> last = new HashMap<>();
        List<Stored> facts = history.all(Stored.class).stream()
                .filter(fact -> fact.f() == What.TERM)
                .sorted(Comparator.comparing(Stored::p).thenComparing(Stored::at))
                .toList();
        for (Stored fact : facts) {
            Stored before = last.put(fact.p(), fact);
            if (before != null && fact.term() <= before.term()) {
                violations.add(new Violation(
                        "C6",
                        fact.p() + " began term " + fact.term() + " at fact " + fact.at() + " after term "
                                + before.term() + " at fact " + before.at()));
            }
        }
        Map<Permission, Run> used = new HashMap<>();
        for (Run run : history.all(Run.class)) {
            if (run.f() == Moment.START) {
                var permission = new Permission(run.job(), run.task(), run.term(), run.serial(), run.att());
                Run before = used.putIfAbsent(permission, run);
                if (before != null) {
                    violations.add(new Violation(
                            "C6",
                            "attempt " + run.att() + " at " + run.task() + " of job " + run.job() + " under fence "
                                    + run.term() + "/" + run.serial() + " started on " + before.p() + " and on "
                                    + run.p()));
                }
            }
        }
        return violations;
    }
}
