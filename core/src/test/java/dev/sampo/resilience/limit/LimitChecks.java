package dev.sampo.resilience.limit;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/** What is asked of every limiter, ours, a library's or a wrong one: each check tells the first violation it finds. */
final class LimitChecks {
    private static final int SEEDS = 15;
    private static final int CALLS = 400;
    private static final long SATURATED_PERMITS = 20_000;
    private static final double TOLERANCE = 0.01;

    /** Something that limits. */
    interface Subject {
        /** @return when to ask again; less than or equal to now if it was admitted */
        long ask(long permits, long now);
    }

    /** Makes a subject that has been idle. */
    interface Maker {
        Subject make(LimitSettings settings, long now);
    }

    private LimitChecks() {}

    static Subject ours(LimitSettings settings, long now) {
        Limiter limiter = Limiter.rested(settings, now);
        return (permits, at) ->
                limiter.ask(permits, at) instanceof Admission.NotBefore notBefore ? notBefore.nanos() : Long.MIN_VALUE;
    }

    /** From one an hour to 100,000 a second, round numbers and odd ones. */
    static List<Rate> rates() {
        return List.of(
                Rate.perHour(1),
                Rate.perHour(7),
                new Rate(1, Duration.ofMinutes(1).toNanos()),
                new Rate(3, Duration.ofSeconds(7).toNanos()),
                Rate.perSecond(1),
                Rate.perSecond(10),
                Rate.perSecond(999),
                new Rate(6_000, Duration.ofMinutes(1).toNanos()),
                Rate.perSecond(30_001),
                Rate.perSecond(70_000),
                Rate.perSecond(99_991),
                Rate.perSecond(100_000));
    }

    static Stream<LimitSettings> settings(Algorithm... algorithms) {
        return Stream.of(algorithms).flatMap(algorithm -> rates().stream()
                .flatMap(rate -> (algorithm.isBucket() ? Stream.of(1L, 20L, 1_000L) : Stream.of(0L))
                        .map(burst -> LimitSettings.of("l", algorithm, rate, burst))));
    }

    /** Admissions over every window of random histories. */
    static Optional<String> windows(LimitSettings settings, Maker maker) {
        for (long seed = 0; seed < SEEDS; seed++) {
            String problem = tooMany(settings, history(settings, maker, new Random(seed)));
            if (problem != null) {
                return Optional.of(settings.declared() + ", seed " + seed + ": " + problem);
            }
        }
        return Optional.empty();
    }

    /** What each algorithm promises: the most that is admitted between any moment and so many nanoseconds later. */
    static long bound(LimitSettings settings, long span) {
        Rate rate = settings.rate();
        long periods = -Math.floorDiv(-span, rate.nanos());
        return switch (settings.algorithm()) {
            case TOKEN_BUCKET, LEAKY_BUCKET -> settings.burst() + floorIn(rate, span);
            case SLIDING_WINDOW -> periods * rate.permits();
            case FIXED_WINDOW -> (periods + 1) * rate.permits();
        };
    }

    static long floorIn(Rate rate, long span) {
        return span <= Long.MAX_VALUE / rate.permits()
                ? span * rate.permits() / rate.nanos()
                : span / rate.nanos() * rate.permits() + span % rate.nanos() * rate.permits() / rate.nanos();
    }

    record Admitted(long at, long permits) {}

    /** Crowds, quiet times, callers that come back when they were told to, clocks that step back or jump ahead. */
    private static List<Admitted> history(LimitSettings settings, Maker maker, Random random) {
        long origin = random.nextLong() >> 20;
        Subject subject = maker.make(settings, origin);
        long interval = Math.max(1, settings.rate().nanos() / settings.rate().permits());
        long most = settings.atOnceMax();
        long now = origin;
        long seen = origin;
        var admitted = new ArrayList<Admitted>();
        for (int call = 0; call < CALLS; call++) {
            long permits = random.nextInt(4) > 0 ? 1 : 1 + (long) (random.nextDouble() * most);
            long next = subject.ask(permits, now);
            seen = Math.max(seen, now);
            boolean isAdmitted = next <= now || next == Long.MIN_VALUE;
            if (isAdmitted) {
                admitted.add(new Admitted(seen, permits));
            }
            switch (random.nextInt(9)) {
                case 0 -> now += random.nextLong(interval + 1);
                case 1 -> now += random.nextLong(settings.rate().nanos() + 1);
                case 2 -> now += random.nextLong(10) == 0 ? 40 * settings.rate().nanos() : 1;
                case 3 -> now -= random.nextLong(10) == 0 ? settings.rate().nanos() : random.nextLong(interval + 1);
                case 4, 5 -> now = isAdmitted ? now : next;
                default -> {
                    // A crowd: all at the same time.
                }
            }
        }
        return admitted;
    }

    static String tooMany(LimitSettings settings, List<Admitted> history) {
        for (int first = 0; first < history.size(); first++) {
            long sum = 0;
            for (int last = first; last < history.size(); last++) {
                sum += history.get(last).permits();
                long span = history.get(last).at() - history.get(first).at() + 1;
                if (sum > bound(settings, span)) {
                    return sum + " within " + span + " ns, at most " + bound(settings, span) + " may be";
                }
            }
        }
        return null;
    }

    /** Callers who always want one more, at the moment at which they may. */
    static Optional<String> longRun(LimitSettings settings, Maker maker) {
        long origin = 17;
        Subject subject = maker.make(settings, origin);
        Rate rate = settings.rate();
        long warm = origin + 2 * rate.nanos() + 2 * rate.spanOf(settings.burst());
        long rounds = Math.max(4, SATURATED_PERMITS / rate.permits());
        long end = warm + rounds * rate.nanos();
        long now = origin;
        long count = 0;
        while (now < end && count <= 2 * rounds * rate.permits()) {
            long next = subject.ask(1, now);
            if (next <= now) {
                count += now >= warm ? 1 : 0;
            } else {
                now = next;
            }
        }
        double share = (double) count / (rounds * rate.permits());
        return Math.abs(share - 1) <= TOLERANCE
                ? Optional.empty()
                : Optional.of(settings.declared() + ": " + share + " of its rate in the long run");
    }
}
