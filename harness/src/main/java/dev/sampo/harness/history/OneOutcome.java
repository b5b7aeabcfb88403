package dev.sampo.harness.history;

import dev.sampo.harness.history.Entry.Ask;
import dev.sampo.harness.history.Entry.Declared;
import dev.sampo.harness.history.Entry.Moment;
import dev.sampo.harness.history.Entry.Run;
import dev.sampo.harness.history.Entry.Stage;
import dev.sampo.harness.history.Entry.Stored;
import dev.sampo.harness.history.Entry.What;
import dev.sampo.harness.history.History.Exchange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * C3, promises P4 and P5: a task has one outcome, that of an attempt that ran, and whoever asks gets the right value. A value
 * that was lost may be made once more.
 */
final class OneOutcome implements Checker {

    private record TaskKey(String job, String task) {}

    /** By fence where the journal was read, otherwise by number, which an attempt after a lost one may share. */
    private record Ran(TaskKey task, String node, int att, Long term, Long serial) {}

    @Override
    public List<Violation> check(History history) {
        var violations = new ArrayList<Violation>();
        Set<Ran> ran = new HashSet<>();
        for (Run run : history.all(Run.class)) {
            if (run.f() == Moment.START) {
                var key = new TaskKey(run.job(), run.task());
                ran.add(new Ran(key, run.p(), run.att(), run.term(), run.serial()));
                ran.add(new Ran(key, run.p(), run.att(), null, null));
            }
        }
        Map<TaskKey, Integer> done = new HashMap<>();
        Map<TaskKey, Integer> lost = new HashMap<>();
        Set<String> succeeded = new HashSet<>();
        for (Stored fact : history.all(Stored.class)) {
            var key = new TaskKey(fact.job(), fact.task());
            if (fact.f() == What.DONE) {
                done.merge(key, 1, Integer::sum);
                if (!ran.contains(new Ran(key, fact.node(), fact.att(), fact.term(), fact.serial()))) {
                    violations.add(wrong(
                            key, "ended by attempt " + fact.att() + " on " + fact.node() + ", which never ran it"));
                }
            } else if (fact.f() == What.VALUE_LOST) {
                lost.merge(key, 1, Integer::sum);
            } else if (fact.f() == What.ENDED && "SUCCEEDED".equals(fact.status())) {
                succeeded.add(fact.job());
            }
        }
        done.forEach((key, times) -> {
            if (times > 1 + lost.getOrDefault(key, 0)) {
                violations.add(wrong(key, times + " outcomes in the journal"));
            }
        });
        Map<TaskKey, String> values = new HashMap<>();
        for (Declared declared : history.all(Declared.class)) {
            for (Declared.Task task : declared.tasks()) {
                var key = new TaskKey(declared.job(), task.name());
                values.put(key, task.value());
                if (succeeded.contains(declared.job()) && !done.containsKey(key)) {
                    violations.add(wrong(key, "no outcome, though its job succeeded"));
                }
            }
        }
        for (Exchange exchange : history.exchanges()) {
            var key = new TaskKey(exchange.made().job(), exchange.made().task());
            String right = values.get(key);
            if (exchange.is(Ask.RESULT, Stage.OK) && right != null && !right.equals(exchange.res())) {
                violations.add(wrong(
                        key,
                        "value " + exchange.res() + " told to "
                                + exchange.made().p() + ", must be " + right));
            }
        }
        return violations;
    }

    private static Violation wrong(TaskKey task, String what) {
        return new Violation("C3", "task " + task.task() + " of job " + task.job() + ": " + what);
    }
}
