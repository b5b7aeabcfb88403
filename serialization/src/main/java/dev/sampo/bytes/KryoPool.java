package dev.sampo.bytes;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.KryoException;
import com.esotericsoftware.kryo.io.KryoBufferOverflowException;
import com.esotericsoftware.kryo.io.Output;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.function.Supplier;

/**
 * Shares Kryos between threads, each with its own reusable buffers. Whatever goes wrong inside one call becomes a
 * {@link MalformedBytes}, or the caller's own {@link Located} error; never an Error that would end a JVM.
 */
public final class KryoPool {

    private static final int IDLE_MAX = 16;
    private static final int BUFFER_FIRST = 512;
    private static final int BUFFER_KEPT_MAX = 64 << 10;

    private final Supplier<Kryo> make;
    private final Limits limits;
    private final ArrayBlockingQueue<Tools> idle = new ArrayBlockingQueue<>(IDLE_MAX);

    public KryoPool(Supplier<Kryo> make, Limits limits) {
        this.make = make;
        this.limits = limits;
    }

    public Limits limits() {
        return limits;
    }

    /** Writes a value with its class; {@link #decode(byte[])} gives an equal one back. */
    public byte[] encode(Object value) {
        return write((kryo, out) -> kryo.writeClassAndObject(out, value));
    }

    public Object decode(byte[] bytes) {
        return decode(bytes, 0, bytes.length);
    }

    public Object decode(byte[] bytes, int offset, int count) {
        return read(bytes, offset, count, Kryo::readClassAndObject);
    }

    /** Lends a Kryo and an empty output to the writer and gives what was written. */
    public byte[] write(Writer writer) {
        Tools tools = take();
        try {
            writer.write(tools.kryo, tools.output);
            return tools.output.toBytes();
        } catch (KryoBufferOverflowException e) {
            throw new MalformedBytes.Oversize("a value", limits.bytesMax());
        } catch (RuntimeException | StackOverflowError e) {
            throw typed(e, "cannot be written");
        } finally {
            tools.shrink();
            idle.offer(tools);
        }
    }

    /** Lends a Kryo and the bounded bytes to the reader, who has to read all of them. */
    public <T> T read(byte[] bytes, int offset, int count, Reader<T> reader) {
        Tools tools = take();
        try {
            tools.input.setBuffer(bytes, offset, count);
            T value = reader.read(tools.kryo, tools.input);
            int left = tools.input.limit() - tools.input.position();
            if (left > 0) {
                throw new MalformedBytes.Corrupt(left + " bytes left over behind the value");
            }
            return value;
        } catch (RuntimeException | StackOverflowError | LinkageError | AssertionError e) {
            throw typed(e, "cannot be read");
        } finally {
            tools.shrink();
            idle.offer(tools);
        }
    }

    private RuntimeException typed(Throwable error, String what) {
        for (Throwable e = error; e != null; e = e.getCause()) {
            RuntimeException known = e instanceof RuntimeException plain ? MalformedBytes.TooDeep.orSame(plain) : null;
            if (known instanceof Located) {
                return known;
            }
        }
        if (error instanceof StackOverflowError) {
            return new MalformedBytes.TooDeep(limits.depthMax());
        }
        if (error instanceof KryoException && String.valueOf(error.getMessage()).contains("unregistered class ID")) {
            return new MalformedBytes.UnknownClass("a class id that is not registered");
        }
        return new MalformedBytes.Corrupt("the value " + what + ": " + error, error);
    }

    private Tools take() {
        Tools pooled = idle.poll();
        return pooled != null ? pooled : new Tools(make.get(), limits);
    }

    /** Writes with a lent Kryo, which must not be kept. */
    @FunctionalInterface
    public interface Writer {
        void write(Kryo kryo, Output output);
    }

    /** Reads with a lent Kryo, which must not be kept. */
    @FunctionalInterface
    public interface Reader<T> {
        T read(Kryo kryo, BoundedInput input);
    }

    private static final class Tools {
        private static final byte[] NOTHING = {};

        private final Kryo kryo;
        private final Limits limits;
        private BoundedInput input;
        private Output output;

        Tools(Kryo kryo, Limits limits) {
            this.kryo = kryo;
            this.limits = limits;
            this.input = new BoundedInput(limits);
            this.output = new Output(Math.min(BUFFER_FIRST, limits.bytesMax()), limits.bytesMax());
        }

        /** Lets go of the caller's bytes, and of buffers that one large value made large. */
        void shrink() {
            kryo.reset();
            if (input.limit() > BUFFER_KEPT_MAX) {
                input = new BoundedInput(limits);
            } else {
                input.setBuffer(NOTHING, 0, 0);
            }
            if (output.getBuffer().length > BUFFER_KEPT_MAX) {
                output = new Output(BUFFER_FIRST, limits.bytesMax());
            } else {
                output.reset();
            }
        }
    }
}
