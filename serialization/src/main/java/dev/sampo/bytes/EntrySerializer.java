package dev.sampo.bytes;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.util.Map;
import java.util.function.BiFunction;

/** One key with its value, as {@code Map.entry} makes it. */
final class EntrySerializer extends Serializer<Map.Entry<?, ?>> {

    private final BiFunction<Object, Object, Map.Entry<?, ?>> create;

    EntrySerializer(BiFunction<Object, Object, Map.Entry<?, ?>> create) {
        this.create = create;
    }

    @Override
    public void write(Kryo kryo, Output output, Map.Entry<?, ?> entry) {
        kryo.writeClassAndObject(output, entry.getKey());
        kryo.writeClassAndObject(output, entry.getValue());
    }

    @Override
    public Map.Entry<?, ?> read(Kryo kryo, Input input, Class<? extends Map.Entry<?, ?>> type) {
        Object key = kryo.readClassAndObject(input);
        return create.apply(key, kryo.readClassAndObject(input));
    }
}
