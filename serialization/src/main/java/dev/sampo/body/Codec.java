package dev.sampo.body;

/**
 * Turns values into bytes and back; used from many threads at once. A value that may not travel is a {@link CannotTravel}, bytes
 * that make no sense are a {@link dev.sampo.bytes.MalformedBytes}.
 */
public interface Codec<T> {

    byte[] encode(T value);

    T decode(byte[] bytes);
}
