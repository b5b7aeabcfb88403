package dev.sampo.resilience;

import java.time.Duration;

/**
 * How often a task may fail and how long to wait before each further try.
 *
 * <p>Lost attempts (their node died) are not failures and are not counted here. Waiting is a timer the scheduler owns;
 * no thread sleeps through it.
 */
public record Retry(int retriesMax, Backoff backoff, Duration first, Duration longest, double jitter) {

    /** How the wait grows from one failure to the next. */
    public enum Backoff {
        FIXED,
        LINEAR,
        EXPONENTIAL
    }

    private static final int RETRIES_LIMIT = 100;
    private static final Duration WAIT_LIMIT = Duration.ofDays(365);
    private static final Duration DEFAULT_FIRST = Duration.ofMillis(100);
    private static final Duration DEFAULT_LONGEST = Duration.ofMinutes(5);
    private static final double DEFAULT_JITTER = 0.2;

    /** The first failure is the last; after the limits above, which it is held against. */
    public static final Retry NEVER = new Retry(0, Backoff.FIXED, Duration.ZERO, Duration.ZERO, 0);

    public Retry {
        if (retriesMax < 0 || retriesMax > RETRIES_LIMIT) {
            throw new IllegalArgumentException("retries=" + retriesMax + " must be between 0 and " + RETRIES_LIMIT);
        }
        checkWait(first);
        checkWait(longest);
        if (!(jitter >= 0 && jitter <= 1)) {
            throw new IllegalArgumentException("jitter=" + jitter + " must be between 0 and 1");
        }
    }

    private static void checkWait(Duration wait) {
        if (wait.isNegative() || wait.compareTo(WAIT_LIMIT) > 0) {
            throw new IllegalArgumentException(
                    "a wait of " + wait + " must be between nothing and " + WAIT_LIMIT.toDays() + " days");
        }
    }

    public static Retry fixed(int retries) {
        return of(retries, Backoff.FIXED);
    }

    public static Retry linear(int retries) {
        return of(retries, Backoff.LINEAR);
    }

    public static Retry exponential(int retries) {
        return of(retries, Backoff.EXPONENTIAL);
    }

    private static Retry of(int retries, Backoff backoff) {
        return new Retry(retries, backoff, DEFAULT_FIRST, DEFAULT_LONGEST, DEFAULT_JITTER);
    }

    public Retry startingAt(Duration wait) {
        return new Retry(retriesMax, backoff, wait, longest, jitter);
    }

    public Retry atMost(Duration wait) {
        return new Retry(retriesMax, backoff, first, wait, jitter);
    }

    public Retry withJitter(double share) {
        return new Retry(retriesMax, backoff, first, longest, share);
    }

    public boolean allowsAfter(int failures) {
        return failures <= retriesMax;
    }

    /**
     * The wait after the given number of failures, spread by up to {@link #jitter} of itself in both directions.
     *
     * @param random a number in [0, 1) from the caller's seeded source
     */
    public long delayMillis(int failures, double random) {
        double wait =
                switch (backoff) {
                    case FIXED -> first.toMillis();
                    case LINEAR -> (double) first.toMillis() * failures;
                    case EXPONENTIAL -> first.toMillis() * Math.pow(2, failures - 1.0);
                };
        double bounded = Math.min(wait, longest.toMillis());
        return Math.round(bounded * (1 + jitter * (2 * random - 1)));
    }
}
