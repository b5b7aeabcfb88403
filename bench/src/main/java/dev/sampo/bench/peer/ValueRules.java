package dev.sampo.bench.peer;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.zip.CRC32;

/** What each task of the workloads must compute; the kit knows the sums, so nothing can be skipped. */
final class ValueRules {
    private static final long PRIME = 1_000_000_007;
    private static final long UNSIGNED = 0xFFFF_FFFFL;
    private static final int BLOCK_BYTES = 1 << 20;

    private ValueRules() {}

    static Long same(Long value) {
        return value;
    }

    static long hop(long previous, long position) {
        return (31 * previous + position) % PRIME;
    }

    static Long add(Long left, Long right) {
        return left + right;
    }

    static long kernel(long start, int iterations) {
        int value = (int) start;
        for (int i = 0; i < iterations; i++) {
            value = 1_664_525 * value + 1_013_904_223;
        }
        return Integer.toUnsignedLong(value);
    }

    static long cell(List<Long> inputs, int step, int column, int iterations) {
        long start = 31 * sum(inputs) + 1_009L * step + 17L * column + 1;
        return kernel(start & UNSIGNED, iterations);
    }

    static long sum(List<Long> values) {
        long sum = 0;
        for (long value : values) {
            sum += value;
        }
        return sum;
    }

    static long unsignedSum(List<Long> values) {
        return sum(values) & UNSIGNED;
    }

    static byte[] block(int number) {
        byte[] block = new byte[BLOCK_BYTES];
        for (int i = 0; i < block.length; i++) {
            block[i] = (byte) (131 * number + 7 * i);
        }
        return block;
    }

    static long checksum(byte[] block, int reader) {
        var crc = new CRC32();
        crc.update(block);
        return crc.getValue() ^ reader;
    }

    /** Leaves a line before it sleeps, so that whoever reads the file knows how often each task was begun. */
    static long nap(long number, long millis, String file) throws InterruptedException {
        String line = number + " " + ProcessHandle.current().pid() + "\n";
        try {
            Files.write(
                    Path.of(file),
                    line.getBytes(StandardCharsets.US_ASCII),
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
        Thread.sleep(millis);
        return number;
    }
}
