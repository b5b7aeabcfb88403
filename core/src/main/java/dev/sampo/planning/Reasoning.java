package dev.sampo.planning;

import dev.sampo.job.Reason;
import dev.sampo.resource.Demand;
import java.math.BigDecimal;
import java.math.MathContext;
import java.time.Instant;
import java.util.List;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** A {@link Reason} in words, the same before and after a failover. */
final class Reasoning {
    /** Of a score no more than that is kept. */
    private static final MathContext DIGITS = new MathContext(2);

    private Reasoning() {}

    /** @param stated what the tasks need: what was learned since would be another thing after a while */
    static String summary(Reason reason, Demand stated) {
        int without =
                reason.refused().values().stream().mapToInt(Integer::intValue).sum();
        return "put on " + reason.node() + needs(reason, stated) + " at " + Instant.ofEpochMilli(reason.at()) + " by "
                + reason.placer() + ", out of " + reason.roomy() + (reason.roomy() == 1 ? " node" : " nodes")
                + " with room and " + without + " without" + (without == 0 ? "" : " (" + refused(reason) + ")")
                + reason.next()
                        .map(next -> "; " + next.node() + " came next: " + next.lostBy())
                        .orElse("");
    }

    private static String needs(Reason reason, Demand stated) {
        return reason.choice() == 0
                ? ""
                : " with " + stated.otherwise().get(reason.choice() - 1) + ", since it could not start with "
                        + stated.needs() + ",";
    }

    private static String refused(Reason reason) {
        return new TreeMap<>(reason.refused())
                .entrySet().stream()
                        .map(each -> each.getValue() + " " + each.getKey())
                        .collect(Collectors.joining(", "));
    }

    /** The two nodes of which something is kept. */
    static List<Explanation.Candidate> candidates(Reason reason) {
        boolean isScored =
                reason.next().filter(next -> next.lostBy() == Reason.Edge.SCORE).isPresent();
        return reason.next()
                .map(next -> List.of(
                        candidate(
                                reason.node(),
                                "chosen: " + (isScored ? "score about " + about(next.best()) : "before the next")),
                        candidate(
                                next.node(), next.lostBy() + (isScored ? ": score about " + about(next.score()) : ""))))
                .orElse(List.of(candidate(reason.node(), "chosen: no other had room")));
    }

    private static Explanation.Candidate candidate(String node, String why) {
        return new Explanation.Candidate(node, true, why);
    }

    private static String about(float score) {
        return Float.isFinite(score) ? new BigDecimal(score).round(DIGITS).toPlainString() : Float.toString(score);
    }
}
