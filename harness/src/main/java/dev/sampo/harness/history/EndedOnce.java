package dev.sampo.harness.history;

import dev.sampo.harness.history.Entry.Ask;
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

/** C8, promises P1 and P9: an accepted job ends, once, and that end is what everybody who waits for it is told, once. */
final class EndedOnce implements Checker {

    private record Waiter(String p, long op) {}

    @Override
    public List<Violation> check(History history) {
        Map<String, List<String>> ends = new HashMap<>();
        for (Stored fact : history.all(Stored.class)) {
            if (fact.f() == What.SUBMITTED) {
                ends.computeIfAbsent(fact.job(), job -> new ArrayList<>());
            } else if (fact.f() == What.ENDED) {
                ends.computeIfAbsent(fact.job(), job -> new ArrayList<>()).add(fact.status());
            }
        }
        var violations = new ArrayList<Violation>();
        Set<String> judged = new HashSet<>();
        for (Exchange exchange : history.exchanges()) {
            String job = exchange.job();
            List<String> end = ends.get(job);
            if (exchange.is(Ask.SUBMIT, Stage.OK) && end != null && end.size() != 1 && judged.add(job)) {
                violations.add(new Violation(
                        "C8",
                        "job " + job + (end.isEmpty() ? " never ended" : " ended " + end.size() + " times: " + end)));
            }
            if (exchange.is(Ask.AWAIT, Stage.OK) && end != null && !end.contains(exchange.res())) {
                violations.add(new Violation(
                        "C8",
                        "job " + job + " ended as " + end + ", and "
                                + exchange.made().p() + " was told " + exchange.res()));
            }
        }
        Set<Waiter> answered = new HashSet<>();
        for (Entry.Call call : history.all(Entry.Call.class)) {
            if (call.ty() != Stage.INVOKE && !answered.add(new Waiter(call.p(), call.op()))) {
                violations.add(new Violation("C8", "call " + call.op() + " of " + call.p() + " was answered twice"));
            }
        }
        return violations;
    }
}
