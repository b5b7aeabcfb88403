package dev.sampo.sim.whatif;

import dev.sampo.resource.TimeSpan;
import java.time.Duration;
import java.util.function.LongPredicate;
import java.util.function.LongSupplier;

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

    /** {@code 20000}, so many timetables, or a time: {@code 500ms}, {@code 1s}, {@code 5m}. */
    static Budget named(String text, LongSupplier nanoTime) {
        if (text.matches("\\d{1,18}")) {
            return new Timetables(Long.parseLong(text));
        }
        return TimeSpan.parse(text)
                .map(time -> new Time(time, nanoTime))
                .orElseThrow(() -> new InvalidWhatIf(
                        "a budget is a time, as 500ms, 1s or 5m, or how many timetables to try, as 20000; not \"" + text
                                + "\""));
    }
}
