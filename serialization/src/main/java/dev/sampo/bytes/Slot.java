package dev.sampo.bytes;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.util.Locale;

/** A field or component of a fixed type: primitives and strings are written bare, everything else with its class. */
public final class Slot {

    private enum Form {
        INT,
        LONG,
        DOUBLE,
        BOOLEAN,
        BYTE,
        SHORT,
        CHAR,
        FLOAT,
        STRING,
        ANY
    }

    private final String name;
    private final Form form;

    public Slot(String name, Class<?> type) {
        this.name = name;
        this.form = formOf(type);
    }

    public String name() {
        return name;
    }

    private static Form formOf(Class<?> type) {
        if (type.isPrimitive()) {
            return Form.valueOf(type.getName().toUpperCase(Locale.ROOT));
        }
        return type == String.class ? Form.STRING : Form.ANY;
    }

    public void write(Kryo kryo, Output output, Object value) {
        switch (form) {
            case INT -> output.writeVarInt((Integer) value, false);
            case LONG -> output.writeVarLong((Long) value, false);
            case DOUBLE -> output.writeDouble((Double) value);
            case BOOLEAN -> output.writeBoolean((Boolean) value);
            case BYTE -> output.writeByte((Byte) value);
            case SHORT -> output.writeShort((Short) value);
            case CHAR -> output.writeChar((Character) value);
            case FLOAT -> output.writeFloat((Float) value);
            case STRING -> output.writeString((String) value);
            case ANY -> writeAny(kryo, output, value);
        }
    }

    private void writeAny(Kryo kryo, Output output, Object value) {
        try {
            kryo.writeClassAndObject(output, value);
        } catch (RuntimeException e) {
            throw Located.at("field " + name, e);
        }
    }

    public Object read(Kryo kryo, Input input) {
        return switch (form) {
            case INT -> input.readVarInt(false);
            case LONG -> input.readVarLong(false);
            case DOUBLE -> input.readDouble();
            case BOOLEAN -> input.readBoolean();
            case BYTE -> input.readByte();
            case SHORT -> input.readShort();
            case CHAR -> input.readChar();
            case FLOAT -> input.readFloat();
            case STRING -> input.readString();
            case ANY -> readAny(kryo, input);
        };
    }

    private Object readAny(Kryo kryo, Input input) {
        try {
            return kryo.readClassAndObject(input);
        } catch (RuntimeException e) {
            throw Located.at("field " + name, e);
        }
    }
}
