package dev.sampo.dag;

import java.time.Duration;
import java.util.Arrays;

/** How long the tasks of a blueprint are expected to run; takes no room where nobody said anything. */
final class Expectations {
    private static final long NANOS_PER_MICRO = 1_000;

    static final Expectations NONE = new Expectations(null);

    private static final long MICROS_MAX = micros(OptionRules.EXPECTED_MAX);

    private final long[] micros;

    private Expectations(long[] micros) {
        this.micros = micros;
    }

    static long micros(Duration expected) {
        return expected.toNanos() / NANOS_PER_MICRO;
    }

    /** @param micros of each task; 0 for one of which nothing is said */
    static Expectations of(long[] micros) {
        return Arrays.stream(micros).allMatch(each -> each == 0) ? NONE : new Expectations(micros);
    }

    long micros(int task) {
        return micros == null ? 0 : micros[task];
    }

    void write(int size, ByteWriter out) {
        out.put(micros == null ? 0 : 1);
        for (int task = 0; micros != null && task < size; task++) {
            out.number(micros[task]);
        }
    }

    static Expectations read(int size, ByteReader in) {
        int any = in.number("whether durations are expected", 1);
        if (any == 0) {
            return NONE;
        }
        long[] micros = new long[size];
        for (int task = 0; task < size; task++) {
            micros[task] = in.number();
            if (micros[task] > MICROS_MAX) {
                throw new MalformedBlueprint("task " + task + " is expected to run " + micros[task] + " us, at most "
                        + MICROS_MAX + " are possible");
            }
        }
        Expectations read = of(micros);
        if (read == NONE) {
            throw new MalformedBlueprint("it expects durations, but of no task");
        }
        return read;
    }
}
