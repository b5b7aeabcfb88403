package dev.sampo.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.sampo.bytes.MalformedBytes;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

/** Bytes that went wrong in every way: read, or refused with a typed error, at a cost in proportion to their number. */
class FuzzTest {

    private static final int MUTANTS = 200_000;
    private static final long SEED = Long.getLong("fuzz.seed", 20_261_121);

    /** What the JVM itself allocates when code runs for the first time. */
    private static final long ALLOWED_FLAT = 1 << 20;

    private static final long ALLOWED_PER_BYTE = 512;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    @Test
    void mutatedBytesAreReadOrRefusedAndNothingElse() {
        var random = new Random(SEED);
        List<Samples.Sample> samples = Samples.all();
        List<byte[]> originals = samples.stream().map(Samples.Sample::bytes).toList();
        int refused = 0;
        for (int i = 0; i < MUTANTS; i++) {
            int which = random.nextInt(samples.size());
            Samples.Sample sample = samples.get(which);
            byte[] mutant = mutate(originals.get(which), originals, random);
            if (sample.message() instanceof Facts && random.nextInt(8) > 0) {
                mutant = withChecksum(mutant);
            }
            refused += isRefused(sample, mutant, i) ? 1 : 0;
        }
        assertThat(refused).isBetween(MUTANTS / 4, MUTANTS - MUTANTS / 100);
    }

    private static boolean isRefused(Samples.Sample sample, byte[] mutant, int round) {
        long before = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
        boolean refused = false;
        try {
            sample.read(mutant);
        } catch (MalformedBytes typed) {
            refused = true;
        } catch (RuntimeException | Error untyped) {
            throw new AssertionError(story(sample, mutant, round), untyped);
        }
        long spent = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
        if (spent > ALLOWED_FLAT + ALLOWED_PER_BYTE * mutant.length) {
            throw new AssertionError(spent + " bytes allocated by " + story(sample, mutant, round));
        }
        return refused;
    }

    private static String story(Samples.Sample sample, byte[] mutant, int round) {
        return "seed " + SEED + ", round " + round + ", from " + sample + ": "
                + HexFormat.of().formatHex(mutant);
    }

    private static byte[] mutate(byte[] original, List<byte[]> others, Random random) {
        byte[] mutant = original.clone();
        for (int left = 1 + random.nextInt(3); left > 0 && mutant.length > 0; left--) {
            int at = random.nextInt(mutant.length);
            switch (random.nextInt(6)) {
                case 0 -> mutant[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> mutant[at] = (byte) random.nextInt();
                case 2 -> mutant = Arrays.copyOf(mutant, at);
                case 3 -> mutant = splice(mutant, at, huge(random));
                case 4 -> mutant = splice(mutant, at, others.get(random.nextInt(others.size())));
                default -> Arrays.fill(mutant, at, Math.min(mutant.length, at + 5), (byte) -1);
            }
        }
        return mutant;
    }

    /** A length or count that nobody has room for. */
    private static byte[] huge(Random random) {
        return random.nextBoolean()
                ? new byte[] {-1, -1, -1, -1, 7}
                : new byte[] {(byte) (0x80 | random.nextInt(128)), (byte) (0x80 | random.nextInt(128)), 0x7f};
    }

    private static byte[] splice(byte[] bytes, int at, byte[] inserted) {
        return ByteBuffer.allocate(bytes.length + inserted.length)
                .put(bytes, 0, at)
                .put(inserted)
                .put(bytes, at, bytes.length - at)
                .array();
    }

    /** The same batch of facts with a checksum that fits, so that a reader believes the rest. */
    static byte[] withChecksum(byte[] bytes) {
        if (bytes.length < Integer.BYTES) {
            return bytes;
        }
        int end = bytes.length - Integer.BYTES;
        var crc = new CRC32C();
        crc.update(bytes, 0, end);
        byte[] sealed = bytes.clone();
        ByteBuffer.wrap(sealed).order(ByteOrder.LITTLE_ENDIAN).putInt(end, (int) crc.getValue());
        return sealed;
    }
}
