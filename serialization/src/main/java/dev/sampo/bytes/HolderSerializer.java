package dev.sampo.bytes;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.util.function.Function;

/** A box around one other value, which may be null. */
final class HolderSerializer<T> extends Serializer<T> {

    private final Function<T, Object> open;
    private final Function<Object, T> close;

    private HolderSerializer(Function<T, Object> open, Function<Object, T> close) {
        this.open = open;
        this.close = close;
    }

    static <T> HolderSerializer<T> of(Function<T, Object> open, Function<Object, T> close) {
        return new HolderSerializer<>(open, close);
    }

    @Override
    public void write(Kryo kryo, Output output, T holder) {
        kryo.writeClassAndObject(output, open.apply(holder));
    }

    @Override
    public T read(Kryo kryo, Input input, Class<? extends T> type) {
        return close.apply(kryo.readClassAndObject(input));
    }
}
