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

    /** Of a window's period: what permits of a shared one are good for, and what that costs of its rate. */
    private static final int WINDOW_PARTS = 200;

    private static final long SHARED_WINDOW_MIN = Duration.ofSeconds(1).toNanos();
    private static final long SHARED_WINDOW_MAX = Duration.ofDays(365).toNanos();

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
        if (scope == Scope.CLUSTER && algorithm.isBucket()) {
            check(
                    name,
                    algorithm == Algorithm.TOKEN_BUCKET,
                    "algorithm=" + algorithm + " with scope=cluster, but a " + algorithm
                            + " is not kept for all nodes together: while a permit travels nothing gathers, and the rate"
                            + " is lost; use a token-bucket with a small burst");
            long least = leastSharedBurst(rate);
            check(
                    name,
                    burst >= least,
                    "burst=" + burst + " with scope=cluster, but permits take time to travel: at " + rate
                            + " it must be at least " + least);
        } else if (scope == Scope.CLUSTER) {
            check(
                    name,
                    rate.nanos() >= SHARED_WINDOW_MIN && rate.nanos() <= SHARED_WINDOW_MAX,
                    "rate=\"" + rate + "\" with scope=cluster, but permits take time to travel: the period of a "
                            + algorithm + " must be a second at least, and 365 days at most");
        }
        check(name, keysMax >= 1, "keys-max=" + keysMax + ", but at least 1 must be");
        check(name, waitingMax >= 1, "waiting-max=" + waitingMax + ", but at least 1 must be");
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
            case TOKEN_BUCKET -> scope == Scope.CLUSTER ? leastSharedBurst(rate) : rate.in(2 * USE_WITHIN_MIN);
            case LEAKY_BUCKET -> 1;
            case SLIDING_WINDOW, FIXED_WINDOW -> 0;
        };
    }

    private static long leastSharedBurst(Rate rate) {
        return 1 + rate.in(2 * USE_WITHIN_MIN);
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
        long fit = algorithm.isBucket()
                ? rate.spanOf(burst - 1) / 2
                : Math.max(USE_WITHIN_MIN, rate.nanos() / WINDOW_PARTS);
        return Math.min(USE_WITHIN_MAX, fit);
    }

    /**
     * This limit as its owner keeps it, for all nodes, so that what is <em>used</em> stays within the limit: a bucket has
     * less burst by what the rate yields while permits are good, a window's period is longer by that time.
     */
    public LimitSettings owned() {
        if (scope == Scope.NODE) {
            return this;
        }
        long late = useWithinNanos();
        boolean isBucket = algorithm.isBucket();
        Rate given = isBucket ? rate : new Rate(rate.permits(), rate.nanos() + late);
        long givenBurst = isBucket ? burst - rate.in(late) : burst;
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
