package dev.sampo.wire;

import dev.sampo.bytes.MalformedBytes;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Function;

/**
 * The one list of types that have bytes. Ids are for ever: {@code wire-ids.txt} is their record. A type may have several,
 * one for each layout it ever had; all are read, the highest is written.
 */
final class Table {

    static final Table CODECS = new Table();

    static {
        ClientCodecs.addTo(CODECS);
        AnswerCodecs.addTo(CODECS);
        LinkCodecs.addTo(CODECS);
        FactCodecs.addTo(CODECS);
    }

    private static final int ID_MAX = 1_000;

    private final Map<Class<?>, Codec<?>> byType = new HashMap<>();
    private final Codec<?>[] byId = new Codec<?>[ID_MAX + 1];

    /** How one type, in one of its layouts, is written and read. */
    private record Codec<T>(int id, Class<T> type, BiConsumer<WireWriter, T> fields, Function<WireReader, T> reading) {
        void write(WireWriter out, Object value) {
            out.count(id);
            fields.accept(out, type.cast(value));
        }
    }

    <T> void add(int id, Class<T> type, BiConsumer<WireWriter, T> fields, Function<WireReader, T> reading) {
        if (byId[id] != null) {
            throw new AssertionError("id " + id + " of " + type + " is taken by " + byId[id].type());
        }
        var codec = new Codec<>(id, type, fields, reading);
        byId[id] = codec;
        byType.merge(type, codec, (one, other) -> one.id() > other.id() ? one : other);
    }

    void write(WireWriter out, Object value) {
        Codec<?> codec = byType.get(value.getClass());
        if (codec == null) {
            throw new MalformedBytes.UnknownClass(
                    value.getClass().getName() + " has no bytes: it must not leave its node");
        }
        codec.write(out, value);
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
