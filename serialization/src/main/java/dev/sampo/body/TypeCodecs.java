package dev.sampo.body;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.util.HashMap;
import java.util.Map;
import java.util.ServiceLoader;

/** The codecs users bring for classes of theirs, as one class loader sees them. */
final class TypeCodecs {
    private final Map<Class<?>, TypeCodec<?>> byType = new HashMap<>();

    private TypeCodecs() {}

    static TypeCodecs of(ClassLoader loader) {
        var codecs = new TypeCodecs();
        for (TypeCodec<?> codec : ServiceLoader.load(TypeCodec.class, loader)) {
            TypeCodec<?> other = codecs.byType.putIfAbsent(codec.type(), codec);
            if (other != null) {
                throw new IllegalStateException(codec.type().getName() + " has two codecs, "
                        + other.getClass().getName() + " and "
                        + codec.getClass().getName() + "; leave one of them");
            }
        }
        return codecs;
    }

    /** How to write this class, or null when nobody brought a codec for it. */
    Serializer<?> serializer(Class<?> type) {
        TypeCodec<?> codec = byType.get(type);
        return codec == null ? null : new ByCodec<>(codec);
    }

    /** Differs from node to node where one has the codec and the other has not, or another one; null without a codec. */
    Short shape(Class<?> type) {
        TypeCodec<?> codec = byType.get(type);
        return codec == null ? null : (short) codec.getClass().getName().hashCode();
    }

    private static final class ByCodec<T> extends Serializer<T> {
        private final TypeCodec<T> codec;

        ByCodec(TypeCodec<T> codec) {
            this.codec = codec;
        }

        @Override
        public void write(Kryo kryo, Output output, T value) {
            byte[] bytes = encoded(value);
            output.writeVarInt(bytes.length, true);
            output.writeBytes(bytes);
        }

        private byte[] encoded(T value) {
            try {
                return codec.encode(value);
            } catch (CannotTravel refusal) {
                throw refusal;
            } catch (RuntimeException failure) {
                throw new CannotTravel.Unsupported(
                        codec.getClass().getName() + " could not write a "
                                + codec.type().getName() + ": " + failure,
                        failure);
            }
        }

        @Override
        public T read(Kryo kryo, Input input, Class<? extends T> type) {
            byte[] bytes = input.readBytes(input.readVarInt(true)); // a bounded input checks the length
            try {
                return codec.decode(bytes);
            } catch (CannotTravel refusal) {
                throw refusal;
            } catch (RuntimeException failure) {
                throw new CannotTravel.Unsupported(
                        codec.getClass().getName() + " could not read a "
                                + codec.type().getName() + ": " + failure,
                        failure);
            }
        }
    }
}
