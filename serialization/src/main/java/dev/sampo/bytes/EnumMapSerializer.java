package dev.sampo.bytes;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.util.EnumMap;
import java.util.Map;

/** An enum map as its enum's class and its entries; an empty one does not tell its enum, so it cannot be written. */
@SuppressWarnings({"rawtypes", "unchecked"}) // the enum's class is known only at run time
final class EnumMapSerializer extends Serializer<EnumMap> {

    @Override
    public void write(Kryo kryo, Output output, EnumMap map) {
        if (map.isEmpty()) {
            throw new IllegalArgumentException("an empty EnumMap does not tell the class of its keys: use Map.of()");
        }
        kryo.writeClass(output, ((Enum) map.keySet().iterator().next()).getDeclaringClass());
        output.writeVarInt(map.size(), true);
        for (Object each : map.entrySet()) {
            var entry = (Map.Entry<Enum, Object>) each;
            output.writeVarInt(entry.getKey().ordinal(), true);
            kryo.writeClassAndObject(output, entry.getValue());
        }
    }

    @Override
    public EnumMap read(Kryo kryo, Input input, Class<? extends EnumMap> type) {
        Class key = EnumSetSerializer.enumClass(kryo, input);
        EnumMap map = new EnumMap(key);
        var constants = new EnumSerializer(key);
        int length = ((BoundedInput) input).length("EnumMap", 2);
        for (int i = 0; i < length; i++) {
            map.put(constants.read(kryo, input, null), kryo.readClassAndObject(input));
        }
        return map;
    }
}
