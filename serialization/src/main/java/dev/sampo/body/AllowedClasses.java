package dev.sampo.body;

import com.esotericsoftware.kryo.Registration;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import com.esotericsoftware.kryo.util.DefaultClassResolver;
import dev.sampo.bytes.EnumSerializer;
import dev.sampo.bytes.MalformedBytes;
import dev.sampo.bytes.ObjectArraySerializer;
import dev.sampo.bytes.RecordSerializer;
import dev.sampo.bytes.Shape;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes classes without an id by name, once per value with their shape, and reads a name only after the allow-list had its say:
 * a refused class is not even looked for.
 */
@SuppressWarnings("rawtypes") // as Kryo declares it
final class AllowedClasses extends DefaultClassResolver {

    private static final int NAME_TAG = 1;
    private static final int NAME_LENGTH_MAX = 1024;
    private static final int FOUND_MAX = 4096;
    private static final ClassValue<Short> SHAPES = new ClassValue<>() {
        @Override
        protected Short computeValue(Class<?> type) {
            return (short) Shape.of(type);
        }
    };

    private final AllowList allowed;
    private final ClassLoader loader;
    private final TypeCodecs codecs;
    private final Map<Class<?>, Integer> written = new HashMap<>();
    private final Map<String, Class<?>> found = new HashMap<>();
    private final List<Class<?>> read = new ArrayList<>();

    AllowedClasses(AllowList allowed, ClassLoader loader, TypeCodecs codecs) {
        this.codecs = codecs;
        this.allowed = allowed;
        this.loader = loader;
    }

    @Override
    public Registration registerImplicit(Class type) {
        allowed.check(type.getName());
        return register(new Registration(type, serializer(type), NAME));
    }

    private Serializer<?> serializer(Class<?> type) {
        Serializer<?> chosen = codecs.serializer(type);
        if (chosen != null) {
            return chosen;
        }
        if (type.isArray()) {
            return new ObjectArraySerializer(type);
        }
        if (type.isEnum()) {
            return new EnumSerializer(type);
        }
        if (type.isInterface() || type.isPrimitive() || Modifier.isAbstract(type.getModifiers())) {
            throw new CannotTravel.Unsupported(type.getName() + " has no instances of its own");
        }
        return type.isRecord() ? new RecordSerializer(type) : new FieldsSerializer(type, allowed);
    }

    @Override
    protected void writeName(Output output, Class type, Registration registration) {
        output.writeByte(NAME_TAG);
        Integer known = written.get(type);
        output.writeVarInt(known != null ? known : written.size(), true);
        if (known == null) {
            written.put(type, written.size());
            output.writeString(type.getName());
            output.writeShort(shape(type));
        }
    }

    @Override
    protected Registration readName(Input input) {
        int number = input.readVarInt(true);
        if (number < 0 || number > read.size()) {
            throw new MalformedBytes.Corrupt("class number " + number + " where " + read.size() + " were named");
        }
        if (number == read.size()) {
            read.add(readClassName(input));
        }
        return kryo.getRegistration(read.get(number));
    }

    private Class<?> readClassName(Input input) {
        String name = input.readString();
        if (name == null || name.isEmpty() || name.length() > NAME_LENGTH_MAX) {
            throw new MalformedBytes.Corrupt("a class name that is empty or longer than " + NAME_LENGTH_MAX);
        }
        short shape = input.readShort();
        Class<?> type = found.get(name);
        if (type == null) {
            type = find(name, allowed, loader);
            if (found.size() < FOUND_MAX) {
                found.put(name, type);
            }
        }
        if (shape(type) != shape) {
            throw new CannotTravel.DifferentCode(name, hex(shape), hex(shape(type)));
        }
        return type;
    }

    private short shape(Class<?> type) {
        Short chosen = codecs.shape(type);
        return chosen != null ? chosen : SHAPES.get(type);
    }

    private static String hex(short shape) {
        return String.format("%04x", shape);
    }

    /** Finds an allowed class without initialising it. */
    static Class<?> find(String name, AllowList allowed, ClassLoader loader) {
        allowed.check(name);
        try {
            return Class.forName(name, false, loader);
        } catch (ClassNotFoundException | LinkageError e) {
            throw new CannotTravel.MissingClass(name, e);
        }
    }

    @Override
    public void reset() {
        if (!written.isEmpty()) {
            written.clear();
        }
        if (!read.isEmpty()) {
            read.clear();
        }
    }
}
