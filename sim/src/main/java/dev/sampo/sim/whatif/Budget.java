package dev.sampo.sim.whatif;

import java.time.Duration;
import java.util.Map;
import java.util.function.LongPredicate;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How long to search for a timetable. Counted in timetables tried it gives the same schedule on every machine; as a time it does not. */
public sealed interface Budget {

    /** For one search from now on: told how many tasks have been placed, whether to go on. */
    LongPredicate begin(int tasks);

    Budget part(double part);

    /** So many timetables. */
    record Timetables(long most) implements Budget {
        @Override
        public LongPredicate begin(int tasks) {
            return placed -> placed / Math.max(1, tasks) < most;
        }

        @Override
        public Budget part(double part) {
            return new Timetables((long) (most * part));
        }
    }

    /** So long by this clock. */
    record Time(Duration time, LongSupplier nanoTime) implements Budget {
        @Override
        public LongPredicate begin(int tasks) {
            long began = nanoTime.getAsLong();
            return placed -> nanoTime.getAsLong() - began < time.toNanos();
        }

        @Override
        public Budget part(double part) {
            return new Time(Duration.ofNanos((long) (time.toNanos() * part)), nanoTime);
        }
    }

    Pattern TIME = Pattern.compile("(\\d{1,9})(ms|s|m|h)");
    Map<String, Long> MILLIS = Map.of("ms", 1L, "s", 1_000L, "m", 60_000L, "h", 3_600_000L);

    /** {@code 20000}, so many timetables, or a time: {@code 500ms}, {@code 1s}, {@code 5m}. */
    static Budget named(String text, LongSupplier nanoTime) {
        if (text.matches("\\d{1,18}")) {
            return new Timetables(Long.parseLong(text));
        }
        Matcher time = TIME.matcher(text);
        if (time.matches()) {
            long millis = Long.parseLong(time.group(1)) * MILLIS.get(time.group(2));
            return new Time(Duration.ofMillis(millis), nanoTime);
        }
        throw new InvalidWhatIf(
                "a budget is a time, as 500ms, 1s or 5m, or how many timetables to try, as 20000; not \"" + text
                        + "\"");
    }
}
