package dev.sampo.planning;

import dev.sampo.job.BreakerName;
import dev.sampo.resilience.Breaker;
import dev.sampo.resilience.Forced;
import java.util.Optional;

/**
 * How a breaker is at one moment.
 *
 * @param calls how many of the latest count
 * @param failed how many of those failed
 * @param slow how many of those took far longer than usual
 * @param openFor for how many schedulers it is not closed: for one, as one of them tells it
 * @param outvoted of a node as a whole: how often it made something else than enough others of a task
 * @param forced what somebody has decided of it
 */
public record BreakerEntry(
        BreakerName name,
        Breaker.State state,
        int calls,
        int failed,
        int slow,
        int openFor,
        int outvoted,
        Optional<Forced> forced) {

    /** About how much room it takes in an answer. */
    int roughChars() {
        int texts =
                name.node().value().length() + name.dag().length() + name.kind().length();
        return 64
                + texts
                + forced.map(order -> order.by().length() + order.why().length())
                        .orElse(0);
    }

    /** What part of the latest calls failed; 0 when there were none. */
    public double failureRate() {
        return calls == 0 ? 0 : failed / (double) calls;
    }

    /** What part of the latest calls took far longer than usual; 0 when there were none. */
    public double slowRate() {
        return calls == 0 ? 0 : slow / (double) calls;
    }

    /** The same breaker as several see it, each by what it has given out itself: open where it is for one of them. */
    public BreakerEntry and(BreakerEntry other) {
        Breaker.State worst = rank(state) >= rank(other.state) ? state : other.state;
        return new BreakerEntry(
                name,
                worst,
                calls + other.calls,
                failed + other.failed,
                slow + other.slow,
                openFor + other.openFor,
                outvoted + other.outvoted,
                forced.isPresent() ? forced : other.forced);
    }

    private static int rank(Breaker.State state) {
        return switch (state) {
            case CLOSED -> 0;
            case HALF_OPEN -> 1;
            case OPEN -> 2;
        };
    }
}
