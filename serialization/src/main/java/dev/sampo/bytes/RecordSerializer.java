package dev.sampo.bytes;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;

/** Writes a record's components in their order and reads them through its canonical constructor, whose checks therefore hold. */
public final class RecordSerializer extends Serializer<Object> {

    private final Class<?> type;
    private final Slot[] slots;
    private final MethodHandle[] accessors;
    private final MethodHandle constructor;

    public RecordSerializer(Class<?> type) {
        this.type = type;
        RecordComponent[] components = type.getRecordComponents();
        this.slots = new Slot[components.length];
        this.accessors = new MethodHandle[components.length];
        try {
            for (int i = 0; i < components.length; i++) {
                slots[i] = new Slot(components[i].getName(), components[i].getType());
                components[i].getAccessor().setAccessible(true);
                accessors[i] = MethodHandles.lookup()
                        .unreflect(components[i].getAccessor())
                        .asType(MethodType.methodType(Object.class, Object.class));
            }
            this.constructor = canonical(type, components);
        } catch (ReflectiveOperationException | InaccessibleObjectException e) {
            throw new IllegalArgumentException(
                    "record " + type.getName() + " cannot be read by reflection: open its package to all", e);
        }
    }

    private static MethodHandle canonical(Class<?> type, RecordComponent[] components)
            throws ReflectiveOperationException {
        Class<?>[] types =
                Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
        Constructor<?> constructor = type.getDeclaredConstructor(types);
        constructor.setAccessible(true);
        return MethodHandles.lookup()
                .unreflectConstructor(constructor)
                .asSpreader(Object[].class, types.length)
                .asType(MethodType.methodType(Object.class, Object[].class));
    }

    @Override
    public void write(Kryo kryo, Output output, Object value) {
        for (int i = 0; i < slots.length; i++) {
            slots[i].write(kryo, output, component(i, value));
        }
    }

    private Object component(int i, Object value) {
        try {
            return accessors[i].invokeExact(value);
        } catch (Throwable e) {
            throw failed("accessor " + slots[i].name() + "()", e);
        }
    }

    @Override
    public Object read(Kryo kryo, Input input, Class<?> ignored) {
        Object[] values = new Object[slots.length];
        for (int i = 0; i < slots.length; i++) {
            values[i] = slots[i].read(kryo, input);
        }
        try {
            return constructor.invokeExact(values);
        } catch (Throwable e) {
            throw failed("constructor", e);
        }
    }

    private RuntimeException failed(String part, Throwable cause) {
        if (cause instanceof VirtualMachineError fatal && !(cause instanceof StackOverflowError)) {
            throw fatal;
        }
        return new MalformedBytes.Corrupt("the " + part + " of record " + type.getName() + " threw " + cause, cause);
    }
}
