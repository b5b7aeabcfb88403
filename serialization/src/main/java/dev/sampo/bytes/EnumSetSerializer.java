package dev.sampo.bytes;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Registration;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.util.EnumSet;

/** An enum set as its enum's class and the ordinals it holds. */
@SuppressWarnings({"rawtypes", "unchecked"}) // the enum's class is known only at run time
final class EnumSetSerializer extends Serializer<EnumSet> {

    @Override
    public void write(Kryo kryo, Output output, EnumSet set) {
        var some = set.isEmpty() ? EnumSet.complementOf(set) : set;
        if (some.isEmpty()) {
            throw new IllegalArgumentException("a set of an enum without constants");
        }
        Enum any = (Enum) some.iterator().next();
        kryo.writeClass(output, any.getDeclaringClass());
        output.writeVarInt(set.size(), true);
        for (Object each : set) {
            output.writeVarInt(((Enum) each).ordinal(), true);
        }
    }

    @Override
    public EnumSet read(Kryo kryo, Input input, Class<? extends EnumSet> type) {
        Class element = enumClass(kryo, input);
        EnumSet set = EnumSet.noneOf(element);
        var constants = new EnumSerializer(element);
        int length = ((BoundedInput) input).length("EnumSet", 1);
        for (int i = 0; i < length; i++) {
            set.add(constants.read(kryo, input, null));
        }
        return set;
    }

    static Class<?> enumClass(Kryo kryo, Input input) {
        Registration registration = kryo.readClass(input);
        if (registration == null || !registration.getType().isEnum()) {
            throw new MalformedBytes.Corrupt("the keys of an EnumSet or EnumMap are not of an enum");
        }
        return registration.getType();
    }
}
