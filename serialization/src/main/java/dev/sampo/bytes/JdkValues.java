package dev.sampo.bytes;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Output;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.Collections;
import java.util.Comparator;
import java.util.Currency;
import java.util.Date;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

/** The JDK classes every reader knows. Their ids are part of the format: never change or reuse one. */
final class JdkValues {

    private JdkValues() {}

    static void register(Kryo kryo) {
        arrays(kryo);
        numbers(kryo);
        optionals(kryo);
        Times.register(kryo);
        Collectibles.register(kryo);
        rare(kryo);
    }

    private static void arrays(Kryo kryo) {
        add(
                kryo,
                10,
                byte[].class,
                ArraySerializer.<byte[]>of(a -> a.length, (out, a) -> out.writeBytes(a), (in, n) -> in.readBytes(n)));
        add(
                kryo,
                11,
                short[].class,
                ArraySerializer.<short[]>of(
                        a -> a.length, (out, a) -> out.writeShorts(a, 0, a.length), (in, n) -> in.readShorts(n)));
        add(
                kryo,
                12,
                int[].class,
                ArraySerializer.<int[]>of(
                        a -> a.length, (out, a) -> out.writeInts(a, 0, a.length), (in, n) -> in.readInts(n)));
        add(
                kryo,
                13,
                long[].class,
                ArraySerializer.<long[]>of(
                        a -> a.length, (out, a) -> out.writeLongs(a, 0, a.length), (in, n) -> in.readLongs(n)));
        add(
                kryo,
                14,
                float[].class,
                ArraySerializer.<float[]>of(
                        a -> a.length, (out, a) -> out.writeFloats(a, 0, a.length), (in, n) -> in.readFloats(n)));
        add(
                kryo,
                15,
                double[].class,
                ArraySerializer.<double[]>of(
                        a -> a.length, (out, a) -> out.writeDoubles(a, 0, a.length), (in, n) -> in.readDoubles(n)));
        add(
                kryo,
                16,
                boolean[].class,
                ArraySerializer.<boolean[]>of(
                        a -> a.length, (out, a) -> out.writeBooleans(a, 0, a.length), (in, n) -> in.readBooleans(n)));
        add(
                kryo,
                17,
                char[].class,
                ArraySerializer.<char[]>of(
                        a -> a.length, (out, a) -> out.writeChars(a, 0, a.length), (in, n) -> in.readChars(n)));
        add(kryo, 18, Object[].class, new ObjectArraySerializer(Object[].class));
        add(kryo, 19, String[].class, new ObjectArraySerializer(String[].class));
    }

    private static void numbers(Kryo kryo) {
        add(
                kryo,
                20,
                BigInteger.class,
                ValueSerializer.<BigInteger>of((out, v) -> writeBig(out, v), in -> readBig(in)));
        add(
                kryo,
                21,
                BigDecimal.class,
                ValueSerializer.<BigDecimal>of(
                        (out, v) -> {
                            out.writeVarInt(v.scale(), false);
                            writeBig(out, v.unscaledValue());
                        },
                        in -> {
                            int scale = in.readVarInt(false);
                            return new BigDecimal(readBig(in), scale);
                        }));
        add(
                kryo,
                22,
                UUID.class,
                ValueSerializer.<UUID>of(
                        (out, v) -> {
                            out.writeLong(v.getMostSignificantBits());
                            out.writeLong(v.getLeastSignificantBits());
                        },
                        in -> new UUID(in.readLong(), in.readLong())));
        add(
                kryo,
                23,
                Date.class,
                ValueSerializer.<Date>of((out, v) -> out.writeLong(v.getTime()), in -> new Date(in.readLong())));
    }

    private static void writeBig(Output out, BigInteger value) {
        byte[] bytes = value.toByteArray();
        out.writeVarInt(bytes.length, true);
        out.writeBytes(bytes);
    }

    private static BigInteger readBig(BoundedInput in) {
        return new BigInteger(in.readBytes(in.readVarInt(true)));
    }

    private static void optionals(Kryo kryo) {
        add(kryo, 24, Optional.class, HolderSerializer.<Optional<?>>of(v -> v.orElse(null), Optional::ofNullable));
        add(
                kryo,
                25,
                OptionalInt.class,
                HolderSerializer.<OptionalInt>of(
                        v -> v.isPresent() ? v.getAsInt() : null,
                        v -> v == null ? OptionalInt.empty() : OptionalInt.of((Integer) v)));
        add(
                kryo,
                26,
                OptionalLong.class,
                HolderSerializer.<OptionalLong>of(
                        v -> v.isPresent() ? v.getAsLong() : null,
                        v -> v == null ? OptionalLong.empty() : OptionalLong.of((Long) v)));
        add(
                kryo,
                27,
                OptionalDouble.class,
                HolderSerializer.<OptionalDouble>of(
                        v -> v.isPresent() ? v.getAsDouble() : null,
                        v -> v == null ? OptionalDouble.empty() : OptionalDouble.of((Double) v)));
    }

    private static void rare(Kryo kryo) {
        add(
                kryo,
                130,
                StringBuilder.class,
                ValueSerializer.<StringBuilder>of(
                        (out, v) -> out.writeString(v.toString()), in -> new StringBuilder(in.readString())));
        add(kryo, 131, Locale.class, text(Locale::toLanguageTag, Locale::forLanguageTag));
        add(kryo, 132, Currency.class, text(Currency::getCurrencyCode, Currency::getInstance));
        add(kryo, 133, URI.class, text(URI::toString, URI::create));
        add(kryo, 134, BitSet.class, HolderSerializer.<BitSet>of(BitSet::toLongArray, v -> BitSet.valueOf((long[]) v)));
        add(
                kryo,
                135,
                AtomicBoolean.class,
                HolderSerializer.<AtomicBoolean>of(AtomicBoolean::get, v -> new AtomicBoolean((Boolean) v)));
        add(
                kryo,
                136,
                AtomicInteger.class,
                HolderSerializer.<AtomicInteger>of(AtomicInteger::get, v -> new AtomicInteger((Integer) v)));
        add(
                kryo,
                137,
                AtomicLong.class,
                HolderSerializer.<AtomicLong>of(AtomicLong::get, v -> new AtomicLong((Long) v)));
        add(
                kryo,
                138,
                AtomicReference.class,
                HolderSerializer.<AtomicReference<?>>of(AtomicReference::get, AtomicReference::new));
        add(kryo, 139, TimeUnit.class, new EnumSerializer(TimeUnit.class));
        addSame(kryo, 140, Comparator.naturalOrder());
        addSame(kryo, 141, Collections.reverseOrder());
        addSame(kryo, 142, String.CASE_INSENSITIVE_ORDER);
        addSame(kryo, 143, StandardCharsets.UTF_8);
        addSame(kryo, 144, StandardCharsets.US_ASCII);
        addSame(kryo, 145, StandardCharsets.ISO_8859_1);
    }

    private static <T> Serializer<T> text(Function<T, String> write, Function<String, T> read) {
        return ValueSerializer.of((out, v) -> out.writeString(write.apply(v)), in -> read.apply(in.readString()));
    }

    static void add(Kryo kryo, int id, Class<?> type, Serializer<?> serializer) {
        kryo.register(type, serializer, id);
    }

    /** For classes with one instance, known to every JVM. */
    static void addSame(Kryo kryo, int id, Object only) {
        kryo.register(only.getClass(), ValueSerializer.of((out, v) -> {}, in -> only), id);
    }
}
