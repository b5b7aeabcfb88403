package dev.sampo.resilience;

import dev.sampo.resource.MemorySize;
import dev.sampo.resource.Selector;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * How often a task may fail, after what it is tried again, and how long to wait before each further try.
 *
 * <p>Lost attempts (their node died) are not failures and are not counted here. Waiting is a timer the scheduler owns;
 * no thread sleeps through it.
 *
 * @param within no further try falls due later than that after the first failure; zero for no such limit
 * @param otherNodes whether nodes where the task has not failed are chosen first
 * @param escalation what further tries are given that the first did not have
 */
public record Retry(
        int retriesMax,
        Backoff backoff,
        Duration first,
        Duration longest,
        double jitter,
        Causes causes,
        Duration within,
        boolean otherNodes,
        Escalation escalation) {

    /** How the wait grows from one failure to the next. */
    public enum Backoff {
        FIXED,
        LINEAR,
        EXPONENTIAL,
        /** Each the sum of the two before it: 1, 1, 2, 3, 5 times the first. */
        FIBONACCI,
        /** Drawn between the first wait and three times the previous one. */
        DECORRELATED
    }

    static final Duration WAIT_LIMIT = Duration.ofDays(365);

    private static final int RETRIES_LIMIT = 100;
    private static final Duration DEFAULT_FIRST = Duration.ofMillis(100);
    private static final Duration DEFAULT_LONGEST = Duration.ofMinutes(5);
    private static final double DEFAULT_JITTER = 0.2;
    private static final double DECORRELATED_GROWTH = 3;

    /** How an attempt that ran past its timeout is known to {@link #causes}. Named, since nothing here has threads. */
    private static final List<String> TIMEOUT =
            List.of("java.util.concurrent.TimeoutException", "java.lang.Exception", "java.lang.Throwable");

    /** The first failure is the last; after the limits above, which it is held against. */
    public static final Retry NEVER = new Retry(
            0, Backoff.FIXED, Duration.ZERO, Duration.ZERO, 0, Causes.ANY, Duration.ZERO, false, Escalation.NONE);

    public Retry {
        Objects.requireNonNull(causes, "causes");
        Objects.requireNonNull(escalation, "escalation");
        if (retriesMax < 0 || retriesMax > RETRIES_LIMIT) {
            throw new IllegalArgumentException("retries=" + retriesMax + " must be between 0 and " + RETRIES_LIMIT);
        }
        checkWait(first);
        checkWait(longest);
        checkWait(within);
        if (!(jitter >= 0 && jitter <= 1)) {
            throw new IllegalArgumentException("jitter=" + jitter + " must be between 0 and 1");
        }
        if (backoff == Backoff.DECORRELATED && jitter != 0) {
            throw new IllegalArgumentException("jitter=" + jitter
                    + " cannot be added to decorrelated waits, which are random anyway; leave it out");
        }
    }

    private static void checkWait(Duration wait) {
        if (wait.isNegative() || wait.compareTo(WAIT_LIMIT) > 0) {
            throw new IllegalArgumentException(
                    "a wait of " + wait + " must be between nothing and " + WAIT_LIMIT.toDays() + " days");
        }
    }

    public static Retry fixed(int retries) {
        return of(retries, Backoff.FIXED, DEFAULT_JITTER);
    }

    public static Retry linear(int retries) {
        return of(retries, Backoff.LINEAR, DEFAULT_JITTER);
    }

    public static Retry exponential(int retries) {
        return of(retries, Backoff.EXPONENTIAL, DEFAULT_JITTER);
    }

    /** Grows more gently than {@link #exponential}: 1, 1, 2, 3, 5 times the first wait. */
    public static Retry fibonacci(int retries) {
        return of(retries, Backoff.FIBONACCI, DEFAULT_JITTER);
    }

    /**
     * Spreads tasks that failed together as far as can be: each wait is drawn between the first one and three times the
     * previous one.
     */
    public static Retry decorrelated(int retries) {
        return of(retries, Backoff.DECORRELATED, 0);
    }

    private static Retry of(int retries, Backoff backoff, double jitter) {
        return new Retry(
                retries,
                backoff,
                DEFAULT_FIRST,
                DEFAULT_LONGEST,
                jitter,
                Causes.ANY,
                Duration.ZERO,
                false,
                Escalation.NONE);
    }

    public Retry startingAt(Duration wait) {
        return new Retry(retriesMax, backoff, wait, longest, jitter, causes, within, otherNodes, escalation);
    }

    /** No wait is longer, whatever asks for it. */
    public Retry atMost(Duration wait) {
        return new Retry(retriesMax, backoff, first, wait, jitter, causes, within, otherNodes, escalation);
    }

    public Retry withJitter(double share) {
        return new Retry(retriesMax, backoff, first, longest, share, causes, within, otherNodes, escalation);
    }

    /**
     * Only after exceptions of these classes and those that extend them. Of the class that was thrown and those it extends,
     * the nearest that is named here or in {@link #notOn} decides. A timeout counts as a
     * {@code java.util.concurrent.TimeoutException}. {@link RetryAfter} is named by itself, unless {@code notOn} names it.
     */
    @SafeVarargs
    @SuppressWarnings("varargs") // The array is only read.
    public final Retry on(Class<? extends Throwable>... exceptions) {
        return causedBy(causes.andOn(Arrays.asList(exceptions)));
    }

    /** Not after exceptions of these classes and those that extend them; see {@link #on}. */
    @SafeVarargs
    @SuppressWarnings("varargs") // The array is only read.
    public final Retry notOn(Class<? extends Throwable>... exceptions) {
        return causedBy(causes.andNotOn(Arrays.asList(exceptions)));
    }

    /** As {@link #on}, for who knows the classes by name only. */
    public Retry onNamed(List<String> exceptions) {
        return causedBy(causes.andOnNamed(exceptions));
    }

    /** As {@link #notOn}, for who knows the classes by name only. */
    public Retry notOnNamed(List<String> exceptions) {
        return causedBy(causes.andNotOnNamed(exceptions));
    }

    private Retry causedBy(Causes which) {
        return new Retry(retriesMax, backoff, first, longest, jitter, which, within, otherNodes, escalation);
    }

    /**
     * The budget of all tries together: none falls due later than that after the first failure, and a wait that would end
     * later is not begun. An attempt that runs is not cut short by it, nor does a try lose its right by waiting for room.
     */
    public Retry within(Duration budget) {
        if (budget.isZero()) {
            throw new IllegalArgumentException(
                    "within=" + budget + " leaves no time for a retry; leave it out for no limit");
        }
        return new Retry(retriesMax, backoff, first, longest, jitter, causes, budget, otherNodes, escalation);
    }

    /** Nodes where the task has not failed yet first, when there is a choice; never a reason to wait. */
    public Retry onOtherNodes() {
        return new Retry(retriesMax, backoff, first, longest, jitter, causes, within, true, escalation);
    }

    /**
     * After an {@code OutOfMemoryError} the next try needs so many times the memory, up to a limit, and later tasks of the kind
     * begin with what was needed by then. Such a try is one of those this policy allows, whatever {@link #on} and
     * {@link #notOn} name; one that has run out of the limit's memory is a failure like others.
     *
     * @param limit such as "16GB"
     */
    public Retry onOutOfMemory(double factor, String limit) {
        if (!(factor > 1)) {
            throw new IllegalArgumentException(
                    "onOutOfMemory(" + factor + ", ..) gives no more memory; say 2 for twice as much");
        }
        return escalating(new Escalation(factor, MemorySize.parse(limit), escalation.afterTimeout()));
    }

    /**
     * After a timeout the next try prefers these nodes to what the task prefers otherwise, and later tasks of the kind do from
     * the start. Such a try is one of those this policy allows, whatever {@link #on} and {@link #notOn} name.
     */
    public Retry onTimeout(Selector prefer) {
        Objects.requireNonNull(prefer, "the nodes to prefer after a timeout are null");
        return escalating(new Escalation(escalation.memoryFactor(), escalation.memoryMax(), prefer));
    }

    private Retry escalating(Escalation next) {
        return new Retry(retriesMax, backoff, first, longest, jitter, causes, within, otherNodes, next);
    }

    public boolean allowsAfter(int failures) {
        return failures <= retriesMax;
    }

    /** Whether it is tried again after such an exception, as far as that is concerned. */
    public boolean isAfter(Class<?> thrown) {
        return causes.include(Causes.lineage(thrown));
    }

    public boolean isAfterTimeout() {
        return escalation.movesAfterTimeout() || causes.include(TIMEOUT);
    }

    /** Whether a try that falls due then is within the budget. */
    public boolean hasTime(long firstFailedAt, long due) {
        return within.isZero() || due - firstFailedAt <= within.toMillis();
    }

    /** What may be had of the wait that an exception asks for. */
    public long granted(long askedMillis) {
        return Math.min(askedMillis, longest.toMillis());
    }

    /**
     * The wait after the given number of failures, spread by up to {@link #jitter} of itself in both directions; one that
     * an exception asked for is spread towards the longer only. It never exceeds {@link #longest}.
     *
     * @param previousMillis the wait before the try that has now failed; 0 if that was the first
     * @param askedMillis what the exception asked for; 0 for nothing
     * @param random a number in [0, 1) from the caller's seeded source
     */
    public long delayMillis(int failures, long previousMillis, long askedMillis, double random) {
        double own = between(shortestMillis(failures), longestMillis(failures, previousMillis), random);
        double asked = between(granted(askedMillis), spread(askedMillis), random);
        return Math.round(Math.max(own, asked));
    }

    private double spread(long askedMillis) {
        return granted(askedMillis) * (1 + (backoff == Backoff.DECORRELATED ? DEFAULT_JITTER : jitter));
    }

    /** Whether a wait is so long because the exception asked for it, and not because of the policy's own. */
    public boolean isAsAsked(long askedMillis, long waitMillis) {
        return waitMillis <= Math.ceil(spread(askedMillis));
    }

    private double between(double low, double high, double random) {
        double bound = longest.toMillis();
        return Math.min(low, bound) + random * (Math.min(high, bound) - Math.min(low, bound));
    }

    /** The policy's own wait is not shorter. */
    public double shortestMillis(int failures) {
        return backoff == Backoff.DECORRELATED
                ? Math.min(first.toMillis(), longest.toMillis())
                : planned(failures) * (1 - jitter);
    }

    private double longestMillis(int failures, long previousMillis) {
        return backoff == Backoff.DECORRELATED
                ? DECORRELATED_GROWTH * Math.max(previousMillis, first.toMillis())
                : planned(failures) * (1 + jitter);
    }

    private double planned(int failures) {
        double wait = first.toMillis()
                * switch (backoff) {
                    case FIXED, DECORRELATED -> 1;
                    case LINEAR -> failures;
                    case EXPONENTIAL -> Math.pow(2, failures - 1.0);
                    case FIBONACCI -> fibonacci(failures, 1, 1);
                };
        return Math.min(wait, longest.toMillis());
    }

    private static double fibonacci(int failures, double one, double next) {
        return failures <= 1 ? one : fibonacci(failures - 1, next, one + next);
    }
}
