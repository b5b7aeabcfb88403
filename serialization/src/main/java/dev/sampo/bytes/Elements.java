package dev.sampo.bytes;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;

/** One element of an array, collection or map, so that an error inside says which. */
final class Elements {

    private Elements() {}

    static void write(Kryo kryo, Output output, Object element, int index) {
        try {
            kryo.writeClassAndObject(output, element);
        } catch (RuntimeException e) {
            throw Located.at("element " + index, e);
        }
    }

    static Object read(Kryo kryo, Input input, int index) {
        try {
            return kryo.readClassAndObject(input);
        } catch (RuntimeException e) {
            throw Located.at("element " + index, e);
        }
    }
}
