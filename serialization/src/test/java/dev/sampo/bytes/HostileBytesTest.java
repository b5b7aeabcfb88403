package dev.sampo.bytes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.Output;
import java.io.ByteArrayOutputStream;
import java.io.ObjectOutputStream;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class HostileBytesTest {

    private static final int FUZZ_ROUNDS = 200_000;
    private static final long SEED = 20261121;

    /** What the exception and its stack trace may cost; what the message itself makes a reader allocate comes on top. */
    private static final long ALLOWED_BYTES = 32 << 10;

    private static final Limits LIMITS = new Limits(1 << 20, 64, 1 << 20);

    private final KryoPool pool = new KryoPool(HostileBytesTest::kryo, LIMITS);

    record Point(int x, long y, String name, Object more) {}

    enum Colour {
        RED,
        GREEN
    }

    private static Kryo kryo() {
        Kryo kryo = BoundedKryo.strict(LIMITS);
        kryo.register(Point.class, new RecordSerializer(Point.class), BoundedKryo.FREE_FIRST);
        kryo.register(Colour.class, new EnumSerializer(Colour.class), BoundedKryo.FREE_FIRST + 1);
        return kryo;
    }

    /** Every id with a class behind it, declaring 2^31-9, 2^31 and 2^32-1 elements in 6 or 7 bytes. */
    static List<byte[]> hugeLengths() {
        Kryo kryo = kryo();
        var messages = new ArrayList<byte[]>();
        for (int id = 0; id <= BoundedKryo.RARE_LAST; id++) {
            if (kryo.getRegistration(id) != null) {
                for (int length : new int[] {Integer.MAX_VALUE - 8, Integer.MIN_VALUE, -1}) {
                    var out = new Output(16);
                    out.writeVarInt(id + 2, true);
                    out.writeVarInt(length, true);
                    messages.add(out.toBytes());
                }
            }
        }
        return messages;
    }

    @ParameterizedTest
    @MethodSource("hugeLengths")
    void sixBytesNeverCostMoreThanAnException(byte[] message) {
        decodeQuietly(message);
        long before = allocated();

        decodeQuietly(message);

        assertThat(allocated() - before).isLessThan(ALLOWED_BYTES);
    }

    @Test
    void aHugeDeclaredLengthIsRefusedWithTheLimit() {
        for (int id : new int[] {10, 12, 18, 40, 44, 48}) {
            assertThatThrownBy(() -> pool.decode(declaring(id, Integer.MAX_VALUE - 8)))
                    .isInstanceOf(MalformedBytes.Oversize.class)
                    .hasMessageContaining("2147483639")
                    .hasMessageContaining("1048576");
        }
        var string = new byte[] {3, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 0x0F};
        assertThatThrownBy(() -> pool.decode(string)).isInstanceOf(MalformedBytes.Oversize.class);
    }

    @Test
    void aLengthWithinTheLimitButBeyondTheBytesIsTruncated() {
        assertThatThrownBy(() -> pool.decode(declaring(10, 1000)))
                .isInstanceOf(MalformedBytes.Truncated.class)
                .hasMessage("a byte[] declares length 1000 but 0 bytes remain");
    }

    private static byte[] declaring(int id, int length) {
        var out = new Output(16);
        out.writeVarInt(id + 2, true);
        out.writeVarInt(length, true);
        return out.toBytes();
    }

    @Test
    void nestedDeclarationsCannotClaimTheSameBytesTwice() {
        // 60 arrays in one another, each declaring as many elements as bytes remain.
        int size = 1 << 20;
        var out = new Output(size);
        for (int i = 0; i < 60; i++) {
            out.writeVarInt(18 + 2, true);
            out.writeVarInt(size - 1000, true);
        }
        byte[] message = Arrays.copyOf(out.toBytes(), size);
        decodeQuietly(message);
        long before = allocated();

        assertThatThrownBy(() -> pool.decode(message)).isInstanceOf(MalformedBytes.Truncated.class);

        assertThat(allocated() - before).isLessThan(10L * size);
    }

    @Test
    void aDeepNestIsTooDeepInBothDirections() {
        byte[] nest = new byte[200_000];
        for (int i = 0; i < nest.length; i += 2) {
            nest[i] = 40 + 2;
            nest[i + 1] = 1;
        }
        assertThatThrownBy(() -> pool.decode(nest))
                .isInstanceOf(MalformedBytes.TooDeep.class)
                .hasMessageContaining("nested deeper than 64 levels");

        var cyclic = new ArrayList<Object>();
        cyclic.add(cyclic);
        assertThatThrownBy(() -> pool.encode(cyclic)).isInstanceOf(MalformedBytes.TooDeep.class);
    }

    @Test
    void unknownIdsAndNamesAndJavaSerialisationAreRefused() throws Exception {
        assertThatThrownBy(() -> pool.decode(declaring(5000, 1))).isInstanceOf(MalformedBytes.UnknownClass.class);
        assertThatThrownBy(() -> pool.decode(new byte[] {1, 0, 'a', (byte) ('b' | 0x80)}))
                .isInstanceOf(MalformedBytes.UnknownClass.class);
        assertThatThrownBy(() -> pool.encode(new Thread()))
                .isInstanceOf(MalformedBytes.UnknownClass.class)
                .hasMessage("java.lang.Thread is not registered");
        var java = new ByteArrayOutputStream();
        new ObjectOutputStream(java).writeObject(new ArrayList<>(List.of(1)));
        assertThatThrownBy(() -> pool.decode(java.toByteArray())).isInstanceOf(MalformedBytes.class);
    }

    @Test
    void truncatedPaddedAndOversizeMessagesAreRefused() {
        byte[] whole = pool.encode(sample());
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThatThrownBy(() -> pool.decode(cut)).isInstanceOf(MalformedBytes.Truncated.class);
        }
        assertThatThrownBy(() -> pool.decode(Arrays.copyOf(whole, whole.length + 3)))
                .isInstanceOf(MalformedBytes.Corrupt.class)
                .hasMessage("3 bytes left over behind the value");
        assertThatThrownBy(() -> pool.decode(new byte[LIMITS.bytesMax() + 1]))
                .isInstanceOf(MalformedBytes.Oversize.class)
                .hasMessage("a message of 1048577 exceeds the limit of 1048576");
        assertThatThrownBy(() -> pool.encode(new byte[LIMITS.bytesMax() + 1]))
                .isInstanceOf(MalformedBytes.Oversize.class);
    }

    @Test
    void anErrorSaysWhereItHappened() {
        var value = List.of(new Point(1, 2, "p", Map.of("k", new Thread())));

        assertThatThrownBy(() -> pool.encode(value))
                .hasMessage("in element 0 -> field more -> value of key k: java.lang.Thread is not registered");
    }

    @Test
    void randomAndFlippedInputsEndInAValueOrATypedError() {
        var random = new Random(SEED);
        byte[] valid = pool.encode(sample());
        long worst = 0;
        int refused = 0;
        for (int round = 0; round < FUZZ_ROUNDS; round++) {
            byte[] message = round % 2 == 0 ? garbage(random) : flipped(valid, random);
            long before = allocated();
            refused += decodeQuietly(message) ? 0 : 1;
            if (round > 2000) {
                worst = Math.max(worst, allocated() - before);
            }
        }

        assertThat(refused).isGreaterThan(FUZZ_ROUNDS / 4);
        assertThat(worst).isLessThan(256 << 10);
        assertThat(pool.decode(valid)).isEqualTo(sample());
    }

    private static byte[] garbage(Random random) {
        byte[] message = new byte[random.nextInt(200)];
        random.nextBytes(message);
        if (message.length > 0) {
            message[0] = (byte) (2 + random.nextInt(90));
        }
        return message;
    }

    private static byte[] flipped(byte[] valid, Random random) {
        byte[] message = valid.clone();
        IntStream.rangeClosed(0, random.nextInt(3))
                .forEach(i -> message[random.nextInt(message.length)] ^= (byte) (1 << random.nextInt(8)));
        return message;
    }

    private static Object sample() {
        var map = new TreeMap<String, Object>();
        map.put("colours", List.of(Colour.RED, Colour.GREEN));
        map.put("point", new Point(1, -2, "Grüße", new Point(3, 4, null, Map.of("a", 1))));
        map.put("ids", new ArrayList<>(List.of(new UUID(1, 2), 3L, 4.5)));
        return map;
    }

    private boolean decodeQuietly(byte[] message) {
        try {
            pool.decode(message);
            return true;
        } catch (MalformedBytes e) {
            return false;
        }
    }

    private static long allocated() {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        return threads.getThreadAllocatedBytes(Thread.currentThread().getId());
    }
}
