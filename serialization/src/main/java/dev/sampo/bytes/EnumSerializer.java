package dev.sampo.bytes;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;

/** Writes an enum by ordinal, so constants must keep their order: compare {@link Shape} before trusting another node's. */
public final class EnumSerializer extends Serializer<Enum<?>> {

    private final Class<?> type;
    private Enum<?>[] constants;

    public EnumSerializer(Class<?> type) {
        this.type = type;
    }

    @Override
    public void write(Kryo kryo, Output output, Enum<?> value) {
        output.writeVarInt(value.ordinal(), true);
    }

    @Override
    public Enum<?> read(Kryo kryo, Input input, Class<? extends Enum<?>> ignored) {
        if (constants == null) {
            constants = (Enum<?>[]) type.getEnumConstants();
        }
        int ordinal = input.readVarInt(true);
        if (ordinal < 0 || ordinal >= constants.length) {
            throw new MalformedBytes.Corrupt("enum " + type.getName() + " has no constant number " + ordinal);
        }
        return constants[ordinal];
    }
}
