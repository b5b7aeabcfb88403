package dev.sampo.bytes;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.util.function.BiConsumer;
import java.util.function.Function;

/** A value that holds no other values, from two functions. */
final class ValueSerializer<T> extends Serializer<T> {

    private final BiConsumer<Output, T> write;
    private final Function<BoundedInput, T> read;

    private ValueSerializer(BiConsumer<Output, T> write, Function<BoundedInput, T> read) {
        super(false, true);
        this.write = write;
        this.read = read;
    }

    static <T> ValueSerializer<T> of(BiConsumer<Output, T> write, Function<BoundedInput, T> read) {
        return new ValueSerializer<>(write, read);
    }

    @Override
    public void write(Kryo kryo, Output output, T value) {
        write.accept(output, value);
    }

    @Override
    public T read(Kryo kryo, Input input, Class<? extends T> type) {
        return read.apply((BoundedInput) input);
    }
}
