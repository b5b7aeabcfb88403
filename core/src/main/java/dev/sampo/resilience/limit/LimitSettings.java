package dev.sampo.resilience.limit;

import java.time.Duration;

/**
 * A limit as it is declared.
 *
 * @param name what code asks for
 * @param burst of buckets: what may be taken at once after a quiet time; 0 for the algorithms that count in windows
 * @param keysMax so many keys are told apart at a time; further ones wait
 * @param waitingMax so many callers may wait on one node; further ones are refused
 */
public record LimitSettings(
        String name, Algorithm algorithm, Rate rate, long burst, Scope scope, int keysMax, int waitingMax) {

    /** Where a limit holds. */
    public enum Scope {
        /** On each node by itself. */
        NODE,
        /** On all nodes together. */
        CLUSTER
    }

    public static final int KEYS_MAX = 10_000;
    public static final int WAITING_MAX = 10_000;

    /** Shorter than this and permits are stale when they arrive. */
    private static final long USE_WITHIN_MIN = Duration.ofMillis(10).toNanos();

    private static final long USE_WITHIN_MAX = Duration.ofSeconds(1).toNanos();

    /** Of a window's period, or a leaky bucket's: what permits of a shared one are good for, and what that costs of its rate. */
    private static final int PERIOD_PARTS = 200;

    /** From here on that is so little that it is taken off the rate, not off the burst. */
    private static final long LONG_PERIOD = Duration.ofSeconds(1).toNanos();

    private static final long SHARED_PERIOD_MAX = Duration.ofDays(365).toNanos();
    /** Whoever waits for a permit is not woken more exactly. */
    private static final long SHARED_STEP_MIN = Duration.ofMillis(1).toNanos();

    public LimitSettings {
        if (name.isBlank()) {
            throw new IllegalArgumentException("a limit needs a name");
        }
        if (algorithm.isBucket()) {
            check(
                    name,
                    burst >= 1 && burst <= Rate.PERMITS_MAX,
                    "burst=" + burst + ", but a " + algorithm + " admits at least 1 at once, and at most "
                            + Rate.PERMITS_MAX);
            check(name, rate.isFine(), "rate=\"" + rate + "\" is too odd a number to be counted exactly; round it");
        } else {
            check(
                    name,
                    burst == 0,
                    "burst=" + burst + ", but a " + algorithm
                            + " has none: it admits what its rate allows in a period, also at once; leave burst out");
        }
        if (scope == Scope.CLUSTER) {
            checkShared(name, algorithm, rate, burst);
        }
        check(name, keysMax >= 1, "keys-max=" + keysMax + ", but at least 1 must be");
        check(name, waitingMax >= 1, "waiting-max=" + waitingMax + ", but at least 1 must be");
    }

    private static void checkShared(String name, Algorithm algorithm, Rate rate, long burst) {
        if (algorithm.isBucket()) {
            boolean isLeaky = algorithm == Algorithm.LEAKY_BUCKET;
            check(
                    name,
                    !isLeaky || rate.spanOf(1) >= SHARED_STEP_MIN,
                    "rate=\"" + rate
                            + "\" with scope=cluster, but permits that travel are not kept apart by less than a"
                            + " millisecond: a " + algorithm + " gives 1000 per second at most; use a token-bucket");
            check(
                    name,
                    !isLeaky
                            || !isSlow(rate)
                            || rate.nanos() <= SHARED_PERIOD_MAX
                                    && rate.slowerBy(late(rate.spanOf(1))).isFine(),
                    "rate=\"" + rate + "\" with scope=cluster, but its period must be 365 days at most");
            long least = leastSharedBurst(algorithm, rate);
            check(
                    name,
                    burst >= least,
                    "burst=" + burst + " with scope=cluster, but permits take time to travel: at " + rate
                            + " it must be at least " + least);
        } else {
            check(
                    name,
                    rate.nanos() >= LONG_PERIOD && rate.nanos() <= SHARED_PERIOD_MAX,
                    "rate=\"" + rate + "\" with scope=cluster, but permits take time to travel: the period of a "
                            + algorithm + " must be a second at least, and 365 days at most");
        }
    }

    private static void check(String name, boolean isRight, String problem) {
        if (!isRight) {
            throw new IllegalArgumentException("limit \"" + name + "\": " + problem);
        }
    }

    /** For this node, with defaults for the rest. */
    public static LimitSettings of(String name, Algorithm algorithm, Rate rate, long burst) {
        return new LimitSettings(name, algorithm, rate, burst, Scope.NODE, KEYS_MAX, WAITING_MAX);
    }

    public LimitSettings with(Scope where) {
        return new LimitSettings(name, algorithm, rate, burst, where, keysMax, waitingMax);
    }

    public LimitSettings with(int keys, int waiting) {
        return new LimitSettings(name, algorithm, rate, burst, scope, keys, waiting);
    }

    /**
     * The burst of a bucket that says none: enough that a caller who wakes up late, or asks from another node, costs no
     * rate.
     */
    public static long usualBurst(Algorithm algorithm, Rate rate, Scope scope) {
        return switch (algorithm) {
            case TOKEN_BUCKET ->
                scope == Scope.CLUSTER ? leastSharedBurst(algorithm, rate) : rate.in(2 * USE_WITHIN_MIN);
            case LEAKY_BUCKET -> scope == Scope.CLUSTER ? leastSharedBurst(algorithm, rate) : 1;
            case SLIDING_WINDOW, FIXED_WINDOW -> 0;
        };
    }

    private static long leastSharedBurst(Algorithm algorithm, Rate rate) {
        boolean isLeaky = algorithm == Algorithm.LEAKY_BUCKET;
        return isLeaky && isSlow(rate) ? 1 : 1 + rate.in(isLeaky ? USE_WITHIN_MIN : 2 * USE_WITHIN_MIN);
    }

    private static boolean isSlow(Rate rate) {
        return rate.spanOf(1) >= LONG_PERIOD;
    }

    /** Whether its owner gives moments in advance, one after the other. */
    boolean isPaced() {
        return scope == Scope.CLUSTER && algorithm == Algorithm.LEAKY_BUCKET;
    }

    /** More than this at once is never admitted. */
    public long atOnceMax() {
        return algorithm.isBucket() ? owned().burst : rate.permits();
    }

    /**
     * How long permits of a limit that is kept elsewhere are good for: until then after they were asked for they must have
     * been used. So they may be used later than they are given, by no more than this, and the owner allows for that.
     */
    public long useWithinNanos() {
        if (!algorithm.isBucket()) {
            return late(rate.nanos());
        }
        long half = rate.spanOf(burst - 1) / 2;
        if (algorithm == Algorithm.TOKEN_BUCKET) {
            return Math.min(USE_WITHIN_MAX, half);
        }
        return isSlow(rate) ? late(rate.spanOf(1)) : Math.min(USE_WITHIN_MAX, Math.max(USE_WITHIN_MIN, half));
    }

    private static long late(long period) {
        return Math.min(USE_WITHIN_MAX, Math.max(USE_WITHIN_MIN, period / PERIOD_PARTS));
    }

    /**
     * This limit as its owner keeps it, for all nodes, so that what is <em>used</em> stays within the limit: a bucket has
     * less burst by what the rate yields while permits are good; a window's period, and what is between two permits of a leaky
     * bucket that gives one a second or fewer, is longer by that time.
     */
    public LimitSettings owned() {
        if (scope == Scope.NODE) {
            return this;
        }
        long late = useWithinNanos();
        if (!algorithm.isBucket()) {
            return owned(new Rate(rate.permits(), rate.nanos() + late), burst);
        }
        boolean isSlower = algorithm == Algorithm.LEAKY_BUCKET && isSlow(rate);
        return isSlower ? owned(rate.slowerBy(late), burst) : owned(rate, burst - rate.in(late));
    }

    private LimitSettings owned(Rate given, long givenBurst) {
        return new LimitSettings(name, algorithm, given, givenBurst, Scope.NODE, keysMax, waitingMax);
    }

    /** Limiters of equal limits say the same here; two nodes whose words differ were configured differently. */
    public String declared() {
        return rate
                + (algorithm.isBucket() ? ", burst " + burst : "")
                + ", "
                + algorithm
                + (scope == Scope.CLUSTER ? " for all nodes" : "");
    }
}
