package dev.sampo.harness.history;

import dev.sampo.harness.history.Entry.Ask;
import dev.sampo.harness.history.Entry.Stage;
import dev.sampo.harness.history.Entry.Stored;
import dev.sampo.harness.history.Entry.What;
import dev.sampo.harness.history.History.Exchange;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** C2, promise P3: a key means one job, however often and wherever it is submitted. */
final class OneJobPerKey implements Checker {

    @Override
    public List<Violation> check(History history) {
        var violations = new ArrayList<Violation>();
        Map<String, Set<String>> answered = new TreeMap<>();
        for (Exchange exchange : history.exchanges()) {
            if (exchange.is(Ask.SUBMIT, Stage.OK) && exchange.made().key() != null) {
                answered.computeIfAbsent(exchange.made().key(), key -> new TreeSet<>())
                        .add(exchange.job());
            }
        }
        answered.forEach((key, jobs) -> {
            if (jobs.size() > 1) {
                violations.add(new Violation("C2", "key " + key + " was answered with jobs " + jobs));
            }
        });
        Map<String, Integer> submitted = new TreeMap<>();
        for (Stored fact : history.all(Stored.class)) {
            if (fact.f() == What.SUBMITTED) {
                submitted.merge(fact.key() != null ? fact.key() : fact.job(), 1, Integer::sum);
            }
        }
        submitted.forEach((key, times) -> {
            if (times > 1) {
                violations.add(new Violation("C2", "key " + key + " is " + times + " times in the journal"));
            }
        });
        return violations;
    }
}
