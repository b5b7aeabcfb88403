package dev.sampo.bench.peer;

import java.util.Locale;
import java.util.stream.IntStream;

/** Which cells of the step before a cell of the grid reads: the patterns of Task Bench. */
enum Pattern {
    STENCIL_1D {
        @Override
        IntStream wanted(int width, int step, int column) {
            return IntStream.rangeClosed(column - 1, column + 1);
        }
    },
    FFT {
        @Override
        IntStream wanted(int width, int step, int column) {
            int distance = 1 << (step - 1) % Integer.numberOfTrailingZeros(width);
            return IntStream.of(column - distance, column, column + distance);
        }
    },
    RANDOM_NEAREST {
        @Override
        IntStream wanted(int width, int step, int column) {
            return IntStream.rangeClosed(column - REACH, column + REACH)
                    .filter(other -> other == column || chance(step, column, other));
        }
    };

    private static final int REACH = 2;

    /** The columns of the step before, in rising order; the first step reads nothing. */
    int[] reads(int width, int step, int column) {
        if (step == 0) {
            return new int[0];
        }
        return wanted(width, step, column)
                .filter(other -> other >= 0 && other < width)
                .toArray();
    }

    abstract IntStream wanted(int width, int step, int column);

    private static boolean chance(long step, long column, long other) {
        long mixed = step * 73_856_093 ^ column * 19_349_663 ^ other * 83_492_791;
        return (mixed & 0x7FFF_FFFF) % 100 < 50;
    }

    static Pattern named(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }
}
