package dev.sampo.body;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import dev.sampo.bytes.Shape;
import dev.sampo.bytes.Slot;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.util.List;
import org.objenesis.ObjenesisHelper;

/**
 * Writes a plain object field by field, transient ones left out. It is read into an object made by its constructor without
 * arguments, or by none at all where there is no such constructor; no readObject or readResolve is called.
 */
final class FieldsSerializer extends Serializer<Object> {

    private final Class<?> type;
    private final Field[] fields;
    private final Slot[] slots;
    private final Constructor<?> constructor;

    FieldsSerializer(Class<?> type, AllowList allowed) {
        this.type = type;
        checkSuperclasses(type, allowed);
        List<Field> all = Shape.fields(type);
        this.fields = all.toArray(Field[]::new);
        this.slots = all.stream().map(f -> new Slot(f.getName(), f.getType())).toArray(Slot[]::new);
        this.constructor = constructorOf(type);
        try {
            all.forEach(field -> field.setAccessible(true));
        } catch (InaccessibleObjectException e) {
            throw new CannotTravel.Unsupported(type.getName() + " is in a package that its module does not open", e);
        }
    }

    private static void checkSuperclasses(Class<?> type, AllowList allowed) {
        for (Class<?> each = type.getSuperclass(); each != null && each != Object.class; each = each.getSuperclass()) {
            if (AllowList.isJdk(each.getName())) {
                throw new CannotTravel.Unsupported(type.getName() + " extends " + each.getName()
                        + ", whose insides do not travel: hold a value in a field instead");
            }
            allowed.check(each.getName());
        }
    }

    private static Constructor<?> constructorOf(Class<?> type) {
        try {
            Constructor<?> found = type.getDeclaredConstructor();
            found.setAccessible(true);
            return found;
        } catch (NoSuchMethodException | InaccessibleObjectException e) {
            return null;
        }
    }

    @Override
    public void write(Kryo kryo, Output output, Object value) {
        for (int i = 0; i < fields.length; i++) {
            slots[i].write(kryo, output, get(fields[i], value));
        }
    }

    private static Object get(Field field, Object from) {
        try {
            return field.get(from);
        } catch (IllegalAccessException e) {
            throw new CannotTravel.Unsupported(field + " cannot be read", e);
        }
    }

    @Override
    public Object read(Kryo kryo, Input input, Class<?> ignored) {
        Object value = create();
        for (int i = 0; i < fields.length; i++) {
            Object part = slots[i].read(kryo, input);
            try {
                fields[i].set(value, part);
            } catch (IllegalAccessException e) {
                throw new CannotTravel.Unsupported(fields[i] + " cannot be set", e);
            }
        }
        return value;
    }

    private Object create() {
        if (constructor == null) {
            return ObjenesisHelper.newInstance(type);
        }
        try {
            return constructor.newInstance();
        } catch (ReflectiveOperationException e) {
            throw new CannotTravel.Unsupported("the constructor of " + type.getName() + " failed: " + e.getCause(), e);
        }
    }
}
