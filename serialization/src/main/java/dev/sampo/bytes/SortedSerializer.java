package dev.sampo.bytes;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.util.Collection;
import java.util.Comparator;
import java.util.function.Function;

/** A collection that sorts: its comparator, null for the natural order, then the elements. */
final class SortedSerializer<C extends Collection<?>> extends Serializer<C> {

    private final String name;
    private final Function<C, Comparator<?>> order;
    private final Function<Comparator<Object>, Collection<Object>> create;

    SortedSerializer(
            String name, Function<C, Comparator<?>> order, Function<Comparator<Object>, Collection<Object>> create) {
        this.name = name;
        this.order = order;
        this.create = create;
    }

    @Override
    public void write(Kryo kryo, Output output, C collection) {
        writeOrder(kryo, output, order.apply(collection));
        Object[] elements = collection.toArray();
        output.writeVarInt(elements.length, true);
        for (int i = 0; i < elements.length; i++) {
            Elements.write(kryo, output, elements[i], i);
        }
    }

    static void writeOrder(Kryo kryo, Output output, Comparator<?> order) {
        try {
            kryo.writeClassAndObject(output, order);
        } catch (RuntimeException e) {
            throw Located.at("comparator", e);
        }
    }

    @SuppressWarnings("unchecked") // what was written as a comparator, or a ClassCastException that the pool reports
    static Comparator<Object> readOrder(Kryo kryo, Input input) {
        return (Comparator<Object>) kryo.readClassAndObject(input);
    }

    @Override
    @SuppressWarnings("unchecked")
    public C read(Kryo kryo, Input input, Class<? extends C> type) {
        Collection<Object> collection = create.apply(readOrder(kryo, input));
        for (Object element : CollectionSerializer.readElements(kryo, (BoundedInput) input, name)) {
            collection.add(element);
        }
        return (C) collection;
    }
}
