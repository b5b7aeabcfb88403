package dev.sampo.body;

import dev.sampo.bytes.Located;
import dev.sampo.bytes.MalformedBytes;
import java.util.Arrays;

/**
 * Inputs and results as bytes. The first byte says what follows: {@code FF} a {@link ListValue}, {@code FE} what a codec of the
 * user's wrote, anything else what {@link KryoCodec} wrote; decoding needs the codec that encoded.
 */
public final class Values {

    private static final int FOREIGN = 0xFE;
    private static final int LIST_DEPTH_MAX = 16;

    private Values() {}

    /** Writes a value of a task, which is named in the error when it cannot travel. */
    public static <T> byte[] encode(String taskName, Codec<? super T> codec, T value) {
        try {
            return encode(codec, value);
        } catch (CannotTravel e) {
            throw e.of(subject(taskName));
        }
    }

    static <T> byte[] encode(Codec<? super T> codec, T value) {
        if (codec instanceof KryoCodec) {
            return codec.encode(value);
        }
        byte[] bytes = encodeForeign(codec, value);
        byte[] marked = new byte[bytes.length + 1];
        marked[0] = (byte) FOREIGN;
        System.arraycopy(bytes, 0, marked, 1, bytes.length);
        return marked;
    }

    private static <T> byte[] encodeForeign(Codec<T> codec, T value) {
        try {
            return codec.encode(value);
        } catch (CannotTravel | MalformedBytes e) {
            throw e;
        } catch (RuntimeException e) {
            throw new CannotTravel.Unsupported(codec.getClass().getName() + " cannot write the value: " + e, e);
        }
    }

    /** Reads a value for a task; a {@link ListValue} comes back as an unmodifiable list. */
    public static Object decode(String taskName, Codec<?> codec, byte[] bytes) {
        try {
            return decode(codec, bytes);
        } catch (CannotTravel e) {
            throw e.of(subject(taskName));
        } catch (MalformedBytes e) {
            throw Located.at(subject(taskName), e);
        }
    }

    private static String subject(String taskName) {
        return "value of task \"" + taskName + "\"";
    }

    static Object decode(Codec<?> codec, byte[] bytes) {
        return decode(codec, bytes, 0);
    }

    static Object decode(Codec<?> codec, byte[] bytes, int depth) {
        if (depth > LIST_DEPTH_MAX) {
            throw new MalformedBytes.TooDeep(LIST_DEPTH_MAX);
        }
        if (bytes.length == 0) {
            throw new MalformedBytes.Truncated("a value of no bytes");
        }
        if (ListValue.isList(bytes)) {
            return ListValue.decode(codec, bytes, depth);
        }
        boolean foreign = (bytes[0] & 0xFF) == FOREIGN;
        if (foreign == codec instanceof KryoCodec) {
            throw new MalformedBytes.Corrupt(
                    "a value written by another codec than " + codec.getClass().getName());
        }
        return foreign ? decodeForeign(codec, Arrays.copyOfRange(bytes, 1, bytes.length)) : codec.decode(bytes);
    }

    private static Object decodeForeign(Codec<?> codec, byte[] bytes) {
        try {
            return codec.decode(bytes);
        } catch (CannotTravel | MalformedBytes e) {
            throw e;
        } catch (RuntimeException e) {
            throw new MalformedBytes.Corrupt(codec.getClass().getName() + " cannot read the value: " + e, e);
        }
    }
}
