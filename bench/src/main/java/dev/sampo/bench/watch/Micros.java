package dev.sampo.bench.watch;

import java.util.Arrays;
import java.util.Locale;

/** The processor time of a task in one way of being watched, round by round. */
final class Micros {
    private final String way;
    private final double[] rounds;

    Micros(String way, int rounds) {
        this.way = way;
        this.rounds = new double[rounds];
    }

    /** A negative round warms up. */
    void put(int round, double micros) {
        if (round >= 0) {
            rounds[round] = micros;
        }
    }

    /** The mean of the middle half is finer than the hundredths of a second in which the operating system counts. */
    @Override
    public String toString() {
        double[] sorted = rounds.clone();
        Arrays.sort(sorted);
        int quarter = sorted.length / 4;
        double middle = Arrays.stream(sorted, quarter, sorted.length - quarter)
                .average()
                .orElseThrow();
        return String.format(
                Locale.ROOT,
                "%-16s %6.2f us of CPU a task in the middle (%.2f to %.2f)",
                way,
                middle,
                sorted[0],
                sorted[sorted.length - 1]);
    }
}
