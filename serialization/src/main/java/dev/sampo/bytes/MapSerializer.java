package dev.sampo.bytes;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.util.Comparator;
import java.util.Map;
import java.util.SortedMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/** A map as its length and its entries, in iteration order unless another is given; a sorted one has its comparator first. */
final class MapSerializer extends Serializer<Map<?, ?>> {

    private final String name;
    private final boolean sorted;
    private final Consumer<Object[]> order;
    private final Function<Comparator<Object>, Map<Object, Object>> create;
    private final UnaryOperator<Map<Object, Object>> finish;

    private MapSerializer(
            String name,
            boolean sorted,
            Consumer<Object[]> order,
            Function<Comparator<Object>, Map<Object, Object>> create,
            UnaryOperator<Map<Object, Object>> finish) {
        this.name = name;
        this.sorted = sorted;
        this.order = order;
        this.create = create;
        this.finish = finish;
    }

    static MapSerializer of(
            String name,
            Consumer<Object[]> order,
            Supplier<Map<Object, Object>> create,
            UnaryOperator<Map<Object, Object>> finish) {
        return new MapSerializer(name, false, order, none -> create.get(), finish);
    }

    static MapSerializer sorted(String name, Function<Comparator<Object>, Map<Object, Object>> create) {
        return new MapSerializer(name, true, Orderly::asIs, create, map -> map);
    }

    @Override
    public void write(Kryo kryo, Output output, Map<?, ?> map) {
        if (sorted) {
            SortedSerializer.writeOrder(kryo, output, ((SortedMap<?, ?>) map).comparator());
        }
        // A copy, because the map may be changed by another thread while it is written.
        Object[] entries = map.entrySet().toArray();
        order.accept(entries);
        output.writeVarInt(entries.length, true);
        for (Object each : entries) {
            var entry = (Map.Entry<?, ?>) each;
            writeKey(kryo, output, entry.getKey());
            writeValue(kryo, output, entry);
        }
    }

    private static void writeKey(Kryo kryo, Output output, Object key) {
        try {
            kryo.writeClassAndObject(output, key);
        } catch (RuntimeException e) {
            throw Located.at("key", e);
        }
    }

    private static void writeValue(Kryo kryo, Output output, Map.Entry<?, ?> entry) {
        try {
            kryo.writeClassAndObject(output, entry.getValue());
        } catch (RuntimeException e) {
            throw Located.at("value of key " + brief(entry.getKey()), e);
        }
    }

    /** Keys whose text is short and has no side effects are shown, others by class. */
    private static String brief(Object key) {
        if (key instanceof String || key instanceof Number || key instanceof Enum<?>) {
            String text = key.toString();
            return text.length() <= 40 ? text : text.substring(0, 40) + "..";
        }
        return key == null ? "null" : "of " + key.getClass().getName();
    }

    @Override
    public Map<?, ?> read(Kryo kryo, Input input, Class<? extends Map<?, ?>> type) {
        Map<Object, Object> map = create.apply(sorted ? SortedSerializer.readOrder(kryo, input) : null);
        int length = ((BoundedInput) input).length(name, 2);
        for (int i = 0; i < length; i++) {
            Object key = Elements.read(kryo, input, i);
            map.put(key, Elements.read(kryo, input, i));
        }
        return finish.apply(map);
    }
}
