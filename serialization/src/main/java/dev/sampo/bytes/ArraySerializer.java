package dev.sampo.bytes;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.util.function.BiConsumer;
import java.util.function.BiFunction;
import java.util.function.ToIntFunction;

/** An array of primitives: its length, then each element at its full width. */
final class ArraySerializer<A> extends Serializer<A> {

    private final ToIntFunction<A> length;
    private final BiConsumer<Output, A> write;
    private final BiFunction<BoundedInput, Integer, A> read;

    private ArraySerializer(
            ToIntFunction<A> length, BiConsumer<Output, A> write, BiFunction<BoundedInput, Integer, A> read) {
        this.length = length;
        this.write = write;
        this.read = read;
    }

    /** The read function must be one of the input's, which check the length before they allocate. */
    static <A> ArraySerializer<A> of(
            ToIntFunction<A> length, BiConsumer<Output, A> write, BiFunction<BoundedInput, Integer, A> read) {
        return new ArraySerializer<>(length, write, read);
    }

    @Override
    public void write(Kryo kryo, Output output, A array) {
        output.writeVarInt(length.applyAsInt(array), true);
        write.accept(output, array);
    }

    @Override
    public A read(Kryo kryo, Input input, Class<? extends A> type) {
        return read.apply((BoundedInput) input, input.readVarInt(true));
    }
}
