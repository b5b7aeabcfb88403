package dev.sampo.body;

/**
 * A codec of yours for one class: wherever such an object is in a value, it travels as the bytes this makes of it. Name
 * the implementing class in {@code META-INF/services/dev.sampo.body.TypeCodec}, the same on every node; the class itself
 * must be allowed to travel as any other. Used from many threads at once.
 */
public interface TypeCodec<T> extends Codec<T> {

    /** The class whose direct instances this writes; subclasses are not meant. */
    Class<T> type();
}
