package dev.sampo.bytes;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.lang.reflect.Array;

/** An array of objects of any component type; each element is written with its own class. */
public final class ObjectArraySerializer extends Serializer<Object[]> {

    private final Class<?> component;

    public ObjectArraySerializer(Class<?> type) {
        this.component = type.getComponentType();
    }

    @Override
    public void write(Kryo kryo, Output output, Object[] array) {
        output.writeVarInt(array.length, true);
        for (int i = 0; i < array.length; i++) {
            Elements.write(kryo, output, array[i], i);
        }
    }

    @Override
    public Object[] read(Kryo kryo, Input input, Class<? extends Object[]> type) {
        int length = ((BoundedInput) input).length(component.getSimpleName() + "[]", 1);
        Object[] array = (Object[]) Array.newInstance(component, length);
        for (int i = 0; i < length; i++) {
            array[i] = Elements.read(kryo, input, i);
        }
        return array;
    }
}
