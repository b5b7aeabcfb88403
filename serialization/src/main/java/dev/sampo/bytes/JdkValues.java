package dev.sampo.bytes;

import com.esotericsoftware.kryo.Kryo;
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
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.ToIntFunction;

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
        array(kryo, 10, byte[].class, a -> a.length, (out, a) -> out.writeBytes(a), BoundedInput::readBytes);
        array(
                kryo,
                11,
                short[].class,
                a -> a.length,
                (out, a) -> out.writeShorts(a, 0, a.length),
                BoundedInput::readShorts);
        array(kryo, 12, int[].class, a -> a.length, (out, a) -> out.writeInts(a, 0, a.length), BoundedInput::readInts);
        array(
                kryo,
                13,
                long[].class,
                a -> a.length,
                (out, a) -> out.writeLongs(a, 0, a.length),
                BoundedInput::readLongs);
        array(
                kryo,
                14,
                float[].class,
                a -> a.length,
                (out, a) -> out.writeFloats(a, 0, a.length),
                BoundedInput::readFloats);
        array(
                kryo,
                15,
                double[].class,
                a -> a.length,
                (out, a) -> out.writeDoubles(a, 0, a.length),
                BoundedInput::readDoubles);
        array(
                kryo,
                16,
                boolean[].class,
                a -> a.length,
                (out, a) -> out.writeBooleans(a, 0, a.length),
                BoundedInput::readBooleans);
        array(
                kryo,
                17,
                char[].class,
                a -> a.length,
                (out, a) -> out.writeChars(a, 0, a.length),
                BoundedInput::readChars);
        kryo.register(Object[].class, new ObjectArraySerializer(Object[].class), 18);
        kryo.register(String[].class, new ObjectArraySerializer(String[].class), 19);
    }

    private static void numbers(Kryo kryo) {
        value(kryo, 20, BigInteger.class, JdkValues::writeBig, JdkValues::readBig);
        value(kryo, 21, BigDecimal.class, JdkValues::writeDecimal, JdkValues::readDecimal);
        value(kryo, 22, UUID.class, JdkValues::writeUuid, in -> new UUID(in.readLong(), in.readLong()));
        value(kryo, 23, Date.class, (out, v) -> out.writeLong(v.getTime()), in -> new Date(in.readLong()));
    }

    private static void writeBig(Output out, BigInteger value) {
        byte[] bytes = value.toByteArray();
        out.writeVarInt(bytes.length, true);
        out.writeBytes(bytes);
    }

    private static BigInteger readBig(BoundedInput in) {
        return new BigInteger(in.readBytes(in.readVarInt(true)));
    }

    private static void writeDecimal(Output out, BigDecimal value) {
        out.writeVarInt(value.scale(), false);
        writeBig(out, value.unscaledValue());
    }

    private static BigDecimal readDecimal(BoundedInput in) {
        int scale = in.readVarInt(false);
        return new BigDecimal(readBig(in), scale);
    }

    private static void writeUuid(Output out, UUID value) {
        out.writeLong(value.getMostSignificantBits());
        out.writeLong(value.getLeastSignificantBits());
    }

    private static void optionals(Kryo kryo) {
        kryo.register(Optional.class, HolderSerializer.<Optional<?>>of(v -> v.orElse(null), Optional::ofNullable), 24);
        holder(
                kryo,
                25,
                OptionalInt.class,
                v -> v.isPresent() ? v.getAsInt() : null,
                v -> v == null ? OptionalInt.empty() : OptionalInt.of((Integer) v));
        holder(
                kryo,
                26,
                OptionalLong.class,
                v -> v.isPresent() ? v.getAsLong() : null,
                v -> v == null ? OptionalLong.empty() : OptionalLong.of((Long) v));
        holder(
                kryo,
                27,
                OptionalDouble.class,
                v -> v.isPresent() ? v.getAsDouble() : null,
                v -> v == null ? OptionalDouble.empty() : OptionalDouble.of((Double) v));
    }

    private static void rare(Kryo kryo) {
        text(kryo, 130, StringBuilder.class, StringBuilder::toString, StringBuilder::new);
        text(kryo, 131, Locale.class, Locale::toLanguageTag, Locale::forLanguageTag);
        text(kryo, 132, Currency.class, Currency::getCurrencyCode, Currency::getInstance);
        text(kryo, 133, URI.class, URI::toString, URI::create);
        holder(kryo, 134, BitSet.class, BitSet::toLongArray, v -> BitSet.valueOf((long[]) v));
        holder(kryo, 135, AtomicBoolean.class, AtomicBoolean::get, v -> new AtomicBoolean((Boolean) v));
        holder(kryo, 136, AtomicInteger.class, AtomicInteger::get, v -> new AtomicInteger((Integer) v));
        holder(kryo, 137, AtomicLong.class, AtomicLong::get, v -> new AtomicLong((Long) v));
        kryo.register(
                AtomicReference.class,
                HolderSerializer.<AtomicReference<?>>of(AtomicReference::get, AtomicReference::new),
                138);
        kryo.register(TimeUnit.class, new EnumSerializer(TimeUnit.class), 139);
        same(kryo, 140, Comparator.naturalOrder());
        same(kryo, 141, Collections.reverseOrder());
        same(kryo, 142, String.CASE_INSENSITIVE_ORDER);
        same(kryo, 143, StandardCharsets.UTF_8);
        same(kryo, 144, StandardCharsets.US_ASCII);
        same(kryo, 145, StandardCharsets.ISO_8859_1);
    }

    private static <A> void array(
            Kryo kryo,
            int id,
            Class<A> type,
            ToIntFunction<A> length,
            BiConsumer<Output, A> write,
            BiFunction<BoundedInput, Integer, A> read) {
        kryo.register(type, ArraySerializer.of(length, write, read), id);
    }

    private static <T> void value(
            Kryo kryo, int id, Class<T> type, BiConsumer<Output, T> write, Function<BoundedInput, T> read) {
        kryo.register(type, ValueSerializer.of(write, read), id);
    }

    private static <T> void holder(
            Kryo kryo, int id, Class<T> type, Function<T, Object> open, Function<Object, T> close) {
        kryo.register(type, HolderSerializer.of(open, close), id);
    }

    private static <T> void text(
            Kryo kryo, int id, Class<T> type, Function<T, String> write, Function<String, T> read) {
        value(kryo, id, type, (out, v) -> out.writeString(write.apply(v)), in -> read.apply(in.readString()));
    }

    /** For classes with one instance, known to every JVM. */
    private static void same(Kryo kryo, int id, Object only) {
        kryo.register(only.getClass(), ValueSerializer.of((out, v) -> {}, in -> only), id);
    }
}
