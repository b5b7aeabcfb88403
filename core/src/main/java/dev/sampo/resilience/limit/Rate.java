package dev.sampo.resilience.limit;

import java.math.BigInteger;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * So many permits in so many nanoseconds. Both are whole numbers, so that nothing is rounded on the way and a limiter
 * does not drift, however long it runs.
 */
public record Rate(long permits, long nanos) {

    static final long PERMITS_MAX = 1_000_000_000_000L;
    private static final long NANOS_MAX = Duration.ofDays(366).toNanos();
    /** Room for one period's worth of parts of permits, twice. */
    private static final long PRODUCT_MAX = 1L << 61;

    private static final Pattern TEXT = Pattern.compile("(\\d{1,18})\\s*(?:per|/)\\s*(?:(\\d{1,18})\\s*)?([a-z]+)");
    private static final Map<String, Long> UNITS = units();

    public Rate {
        if (permits < 1 || permits > PERMITS_MAX) {
            throw new IllegalArgumentException(
                    "a rate of " + permits + " permits; 1 to " + PERMITS_MAX + " can be counted");
        }
        if (nanos < 1 || nanos > NANOS_MAX) {
            throw new IllegalArgumentException("a rate per " + nanos + " ns; its period is 1 ns to 366 days");
        }
    }

    public static Rate perSecond(long permits) {
        return new Rate(permits, UNITS.get("second"));
    }

    public static Rate perHour(long permits) {
        return new Rate(permits, UNITS.get("hour"));
    }

    /** As people write it: {@code 100 per second}, {@code 5 per 10 seconds}, {@code 1/hour}. */
    public static Rate parse(String text) {
        Matcher matcher = TEXT.matcher(text.strip().toLowerCase(Locale.ROOT));
        Long unit = matcher.matches() ? unit(matcher.group(3)) : null;
        if (unit == null) {
            throw new IllegalArgumentException(
                    "rate \"" + text + "\" is not understood; write a whole number above 0 and a"
                            + " period, such as \"100 per second\", \"5 per 10 seconds\" or \"1 per hour\"");
        }
        long count = matcher.group(2) == null ? 1 : Long.parseLong(matcher.group(2));
        BigInteger nanos = BigInteger.valueOf(count).multiply(BigInteger.valueOf(unit));
        if (nanos.bitLength() >= Long.SIZE) {
            throw new IllegalArgumentException("rate \"" + text + "\": its period is longer than 366 days");
        }
        return new Rate(Long.parseLong(matcher.group(1)), nanos.longValue());
    }

    private static Long unit(String name) {
        boolean isPlural = name.length() > 2 && name.endsWith("s");
        return UNITS.get(isPlural ? name.substring(0, name.length() - 1) : name);
    }

    private static Map<String, Long> units() {
        var units = new LinkedHashMap<String, Long>();
        units.put("day", Duration.ofDays(1).toNanos());
        units.put("hour", Duration.ofHours(1).toNanos());
        units.put("minute", Duration.ofMinutes(1).toNanos());
        units.put("second", Duration.ofSeconds(1).toNanos());
        units.put("millisecond", Duration.ofMillis(1).toNanos());
        units.put("d", units.get("day"));
        units.put("h", units.get("hour"));
        units.put("min", units.get("minute"));
        units.put("s", units.get("second"));
        units.put("ms", units.get("millisecond"));
        return units;
    }

    /** The same rate in the smallest numbers. */
    Rate reduced() {
        long divisor =
                BigInteger.valueOf(permits).gcd(BigInteger.valueOf(nanos)).longValue();
        return new Rate(permits / divisor, nanos / divisor);
    }

    /** Whether parts of permits can be counted, and not only periods. */
    boolean isFine() {
        Rate reduced = reduced();
        return reduced.permits <= PRODUCT_MAX / reduced.nanos;
    }

    /** What it yields in so many nanoseconds, of which the last permit may not be whole. */
    long in(long span) {
        BigInteger[] parts = BigInteger.valueOf(span)
                .multiply(BigInteger.valueOf(permits))
                .divideAndRemainder(BigInteger.valueOf(nanos));
        return bounded(parts[1].signum() == 0 ? parts[0] : parts[0].add(BigInteger.ONE));
    }

    /** How long it yields no more than so many permits. */
    long spanOf(long count) {
        return bounded(
                BigInteger.valueOf(count).multiply(BigInteger.valueOf(nanos)).divide(BigInteger.valueOf(permits)));
    }

    /** The same permits, each so much farther from the next. */
    Rate slowerBy(long span) {
        Rate reduced = reduced();
        return new Rate(reduced.permits, reduced.nanos + reduced.permits * span);
    }

    private static long bounded(BigInteger number) {
        return number.bitLength() >= Long.SIZE ? Long.MAX_VALUE : number.longValue();
    }

    @Override
    public String toString() {
        for (var unit : UNITS.entrySet()) {
            if (nanos % unit.getValue() == 0) {
                long count = nanos / unit.getValue();
                return permits + " per " + (count == 1 ? unit.getKey() : count + " " + unit.getKey() + "s");
            }
        }
        return permits + " per " + nanos + " ns";
    }
}
