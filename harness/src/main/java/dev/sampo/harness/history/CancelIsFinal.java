package dev.sampo.harness.history;

import dev.sampo.harness.history.Entry.Ask;
import dev.sampo.harness.history.Entry.Moment;
import dev.sampo.harness.history.Entry.Run;
import dev.sampo.harness.history.Entry.Stage;
import dev.sampo.harness.history.Entry.Stored;
import dev.sampo.harness.history.Entry.What;
import dev.sampo.harness.history.History.Exchange;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Promise P16: a job whose cancellation was answered never succeeds, and starts nothing more. A node that was cut off or
 * stopped meanwhile could not know.
 */
record CancelIsFinal(Limits limits) implements Checker {

    @Override
    public List<Violation> check(History history) {
        Map<String, Long> cancelled = new HashMap<>();
        for (Exchange exchange : history.exchanges()) {
            boolean inTime =
                    exchange.res().equals("CANCELLING") || exchange.res().equals("CANCELLED");
            if (exchange.is(Ask.CANCEL, Stage.OK) && inTime) {
                cancelled.merge(exchange.job(), exchange.end(), Math::min);
            }
        }
        var violations = new ArrayList<Violation>();
        for (Stored fact : history.all(Stored.class)) {
            if (fact.f() == What.ENDED && "SUCCEEDED".equals(fact.status()) && cancelled.containsKey(fact.job())) {
                violations.add(
                        new Violation("P16", "job " + fact.job() + " succeeded after its cancellation was answered"));
            }
        }
        FaultTimes faults = FaultTimes.of(history);
        for (Run run : history.all(Run.class)) {
            Long at = cancelled.get(run.job());
            boolean late = run.f() == Moment.START
                    && at != null
                    && run.t() > at + limits.inFlight().toNanos();
            if (late && !faults.touched(run.p(), at, run.t())) {
                violations.add(new Violation(
                        "P16",
                        String.format(
                                "task %s of job %s started on %s %d ms after its cancellation was answered",
                                run.task(), run.job(), run.p(), (run.t() - at) / 1_000_000)));
            }
        }
        return violations;
    }
}
