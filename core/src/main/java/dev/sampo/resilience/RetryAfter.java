package dev.sampo.resilience;

import java.time.Duration;
import java.util.Objects;

/**
 * Thrown by a body that knows when trying again makes sense: the next try does not begin earlier than that. It is a
 * failure like any other: it counts, and what the task's {@link Retry} allows is not exceeded for it.
 *
 * <p>It counts when the body itself throws it, not as the cause of another exception.
 */
public class RetryAfter extends RuntimeException {
    private static final long serialVersionUID = 1;
    private static final Duration LONGEST = Retry.WAIT_LIMIT;

    private final long millis;

    /** @param wait from the end of this attempt; less than nothing, as a time that has passed gives, asks for nothing */
    public RetryAfter(Duration wait) {
        this(wait, "try again after " + wait, null);
    }

    public RetryAfter(Duration wait, String message) {
        this(wait, message, null);
    }

    public RetryAfter(Duration wait, Throwable cause) {
        this(wait, "try again after " + wait + ": " + cause, cause);
    }

    public RetryAfter(Duration wait, String message, Throwable cause) {
        super(message, cause);
        Objects.requireNonNull(wait, "wait");
        Duration atLeastNone = wait.isNegative() ? Duration.ZERO : wait;
        this.millis = (atLeastNone.compareTo(LONGEST) > 0 ? LONGEST : atLeastNone).toMillis();
    }

    /** The wait it asks for. */
    public final Duration after() {
        return Duration.ofMillis(millis);
    }
}
