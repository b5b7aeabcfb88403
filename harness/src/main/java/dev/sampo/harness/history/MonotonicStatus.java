package dev.sampo.harness.history;

import dev.sampo.harness.history.Entry.Ask;
import dev.sampo.harness.history.Entry.Stage;
import dev.sampo.harness.history.History.Exchange;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * C7, promise P11: once somebody was told how a job stands, nobody who asks later is told an earlier state, and an end never
 * changes.
 */
final class MonotonicStatus implements Checker {

    private static final int UNKNOWN = -1;
    private static final int RUNNING = 0;
    private static final int CANCELLING = 1;
    private static final int OVER = 2;

    private static final class Known {
        private int rank = UNKNOWN;
        private String status = "";
    }

    @Override
    public List<Violation> check(History history) {
        Map<String, List<Exchange>> byJob = new TreeMap<>();
        for (Exchange exchange : history.exchanges()) {
            if (exchange.stage() == Stage.OK && exchange.made().f() != Ask.RESULT) {
                byJob.computeIfAbsent(exchange.job(), job -> new ArrayList<>()).add(exchange);
            }
        }
        var violations = new ArrayList<Violation>();
        byJob.forEach((job, exchanges) -> check(job, exchanges, violations));
        return violations;
    }

    /** Goes through the calls as they were made, and what was known by then from those that had ended. */
    private static void check(String job, List<Exchange> made, List<Violation> violations) {
        var ended = new ArrayList<>(made);
        ended.sort(Comparator.comparingLong(Exchange::end));
        var known = new Known();
        Map<String, Exchange> ends = new HashMap<>();
        int heard = 0;
        for (Exchange exchange : made) {
            while (heard < ended.size()
                    && ended.get(heard).end() < exchange.made().t()) {
                Exchange earlier = ended.get(heard++);
                if (rank(earlier) > known.rank) {
                    known.rank = rank(earlier);
                    known.status = status(earlier);
                }
            }
            boolean isRead = exchange.made().f() != Ask.SUBMIT;
            if (isRead && rank(exchange) < known.rank) {
                violations.add(new Violation(
                        "C7",
                        "job " + job + " was " + known.status + " and "
                                + exchange.made().p() + " was told " + status(exchange) + " later"));
            }
            if (rank(exchange) == OVER) {
                ends.putIfAbsent(status(exchange), exchange);
            }
        }
        if (ends.size() > 1) {
            violations.add(
                    new Violation("C7", "job " + job + " ended as each of " + new java.util.TreeSet<>(ends.keySet())));
        }
    }

    private static String status(Exchange exchange) {
        return exchange.made().f() == Ask.SUBMIT ? "accepted" : exchange.res();
    }

    private static int rank(Exchange exchange) {
        if (exchange.made().f() == Ask.SUBMIT) {
            return RUNNING;
        }
        return switch (exchange.res()) {
            case "SUCCEEDED", "FAILED", "CANCELLED" -> OVER;
            case "CANCELLING" -> CANCELLING;
            case "RUNNING" -> RUNNING;
            default -> UNKNOWN;
        };
    }
}
