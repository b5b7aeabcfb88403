package dev.sampo.harness.history;

import dev.sampo.harness.history.Entry.Ask;
import dev.sampo.harness.history.Entry.Stage;
import dev.sampo.harness.history.Entry.Stored;
import dev.sampo.harness.history.Entry.What;
import dev.sampo.harness.history.History.Exchange;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** C1, promises P1 and P2: what was accepted is in the journal in the end, and what is there was once submitted. */
final class LostJobs implements Checker {

    @Override
    public List<Violation> check(History history) {
        Set<String> accepted = new TreeSet<>();
        Set<String> possible = new TreeSet<>();
        for (Exchange exchange : history.exchanges()) {
            if (exchange.is(Ask.SUBMIT, Stage.OK)) {
                accepted.add(exchange.job());
            }
            if (exchange.made().f() == Ask.SUBMIT && exchange.stage() != Stage.FAIL) {
                possible.add(exchange.job());
            }
        }
        Set<String> stored = new TreeSet<>();
        history.all(Stored.class).stream()
                .filter(fact -> fact.f() == What.SUBMITTED)
                .forEach(fact -> stored.add(fact.job()));
        var violations = new ArrayList<Violation>();
        accepted.stream()
                .filter(job -> !stored.contains(job))
                .forEach(job -> violations.add(
                        new Violation("C1", "job " + job + " was accepted and is not in the journal: lost")));
        stored.stream()
                .filter(job -> !possible.contains(job))
                .forEach(job -> violations.add(
                        new Violation("C1", "job " + job + " is in the journal and nobody submitted it: phantom")));
        return violations;
    }
}
