package dev.sampo.bytes;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.util.Collection;
import java.util.function.Consumer;
import java.util.function.Function;

/** A collection as its length and its elements, in iteration order unless another is given. */
final class CollectionSerializer extends Serializer<Collection<?>> {

    private final String name;
    private final Consumer<Object[]> order;
    private final Function<Object[], Collection<?>> copy;

    CollectionSerializer(String name, Consumer<Object[]> order, Function<Object[], Collection<?>> copy) {
        this.name = name;
        this.order = order;
        this.copy = copy;
    }

    @Override
    public void write(Kryo kryo, Output output, Collection<?> collection) {
        // A copy, because the collection may be changed by another thread while it is written.
        Object[] elements = collection.toArray();
        order.accept(elements);
        output.writeVarInt(elements.length, true);
        for (int i = 0; i < elements.length; i++) {
            Elements.write(kryo, output, elements[i], i);
        }
    }

    @Override
    public Collection<?> read(Kryo kryo, Input input, Class<? extends Collection<?>> type) {
        return copy.apply(readElements(kryo, (BoundedInput) input, name));
    }

    static Object[] readElements(Kryo kryo, BoundedInput input, String name) {
        Object[] elements = new Object[input.length(name, 1)];
        for (int i = 0; i < elements.length; i++) {
            elements[i] = Elements.read(kryo, input, i);
        }
        return elements;
    }
}
