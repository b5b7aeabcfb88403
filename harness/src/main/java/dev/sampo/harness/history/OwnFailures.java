package dev.sampo.harness.history;

import dev.sampo.harness.history.Entry.Moment;
import dev.sampo.harness.history.Entry.Run;
import dev.sampo.harness.history.Entry.Stored;
import dev.sampo.harness.history.Entry.What;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Promise P12: only what a body did itself is counted as a failure of its task. What a lost node, a drain or a new scheduler
 * did to an attempt costs the user none of its tries.
 */
final class OwnFailures implements Checker {

    private record Attempt(String job, String task, String node, int number) {}

    @Override
    public List<Violation> check(History history) {
        Set<Attempt> failed = new HashSet<>();
        for (Run run : history.all(Run.class)) {
            if (run.f() == Moment.END && Boolean.FALSE.equals(run.ok())) {
                failed.add(new Attempt(run.job(), run.task(), run.p(), run.att()));
            }
        }
        return history.all(Stored.class).stream()
                .filter(fact -> fact.f() == What.FAILED
                        && !failed.contains(new Attempt(fact.job(), fact.task(), fact.node(), fact.att())))
                .map(fact -> new Violation(
                        "P12",
                        "attempt " + fact.att() + " at " + fact.task() + " of job " + fact.job() + " on " + fact.node()
                                + " is charged as failed (" + fact.status() + "), and its body had not failed"))
                .toList();
    }
}
