package dev.sampo.wire;

import dev.sampo.bytes.MalformedBytes;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The one list of types that have bytes. Ids are for ever: {@code wire-ids.txt} is their record. A type is written in one
 * layout, or in a fuller one when it has what the first has no place for, and read in every layout that nodes or journals
 * may hold, each under an id of its own.
 */
final class Table {

    static final Table CODECS = new Table();

    static {
        ClientCodecs.addTo(CODECS);
        AnswerCodecs.addTo(CODECS);
        StakeCodecs.addTo(CODECS);
        LoreCodecs.addTo(CODECS);
        BreakerCodecs.addTo(CODECS);
        LinkCodecs.addTo(CODECS);
        FactCodecs.addTo(CODECS);
        PeerCodecs.addTo(CODECS);
        NodeCodecs.addTo(CODECS);
        LookCodecs.addTo(CODECS);
        LimitCodecs.addTo(CODECS);
    }

    private static final int ID_MAX = 1_000;

    private final Map<Class<?>, BiConsumer<WireWriter, Object>> byType = new HashMap<>();
    private final Codec<?>[] byId = new Codec<?>[ID_MAX + 1];

    /** One layout of one type; {@code fields} is null when it is only read. */
    private record Codec<T>(int id, Class<T> type, BiConsumer<WireWriter, T> fields, Function<WireReader, T> reading) {
        void write(WireWriter out, Object value) {
            out.count(id);
            fields.accept(out, type.cast(value));
        }
    }

    <T> void add(int id, Class<T> type, BiConsumer<WireWriter, T> fields, Function<WireReader, T> reading) {
        var codec = new Codec<>(id, type, fields, reading);
        put(codec);
        if (byType.put(type, codec::write) != null) {
            throw new AssertionError(type + " is written in two layouts");
        }
    }

    /** A layout for those of the type that have what the usual one has no place for. */
    <T> void addFuller(
            int id,
            Class<T> type,
            Predicate<T> isNeeded,
            BiConsumer<WireWriter, T> fields,
            Function<WireReader, T> reading) {
        var codec = new Codec<>(id, type, fields, reading);
        put(codec);
        BiConsumer<WireWriter, Object> usual = byType.get(type);
        byType.put(type, (out, value) -> {
            if (isNeeded.test(type.cast(value))) {
                codec.write(out, value);
            } else {
                usual.accept(out, value);
            }
        });
    }

    /** A layout that is not written: one of the past, or the next one while nodes that cannot read it are still about. */
    <T> void alsoRead(int id, Class<T> type, Function<WireReader, T> reading) {
        put(new Codec<>(id, type, null, reading));
    }

    private void put(Codec<?> codec) {
        Codec<?> other = byId[codec.id()];
        if (other != null) {
            throw new AssertionError("id " + codec.id() + " of " + codec.type() + " is taken by " + other.type());
        }
        byId[codec.id()] = codec;
    }

    void write(WireWriter out, Object value) {
        BiConsumer<WireWriter, Object> writing = byType.get(value.getClass());
        if (writing == null) {
            throw new MalformedBytes.UnknownClass(
                    value.getClass().getName() + " has no bytes: it must not leave its node");
        }
        writing.accept(out, value);
    }

    <T> T read(WireReader in, Class<T> family) {
        int id = in.count();
        Codec<?> codec = id < 0 || id > ID_MAX ? null : byId[id];
        if (codec == null) {
            throw new MalformedBytes.UnknownClass(
                    "type id " + id + " is unknown here: from a newer node, or no message of ours");
        }
        if (!family.isAssignableFrom(codec.type())) {
            throw new MalformedBytes.Corrupt(name(codec.type()) + " where only " + name(family) + " can be");
        }
        return family.cast(codec.reading().apply(in));
    }

    SortedMap<Integer, Class<?>> types() {
        var types = new TreeMap<Integer, Class<?>>();
        for (Codec<?> codec : byId) {
            if (codec != null) {
                types.put(codec.id(), codec.type());
            }
        }
        return types;
    }

    /** The name of a type as {@code wire-ids.txt} has it: without its package. */
    static String name(Class<?> type) {
        return type.getName().substring(type.getPackageName().length() + 1).replace('$', '.');
    }
}
