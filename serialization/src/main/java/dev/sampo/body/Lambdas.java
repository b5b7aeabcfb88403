package dev.sampo.body;

import dev.sampo.bytes.BoundedInput;
import dev.sampo.bytes.Limits;
import dev.sampo.bytes.MalformedBytes;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Makes lambdas again from their heads. Only the class a lambda is written in can make it, and only if that class is allowed and has
 * the same code; so bytes can name no method that its source does not already refer to.
 */
final class Lambdas {

    private static final int REMEMBERED_MAX = 4096;
    private static final String MAKER = "$deserializeLambda$";

    private final AllowList allowed;
    private final ClassLoader loader;
    private final Map<ByteBuffer, Maker> makers = new ConcurrentHashMap<>();

    /** The owner's own method that makes its lambdas, and the lambda itself where it captures nothing. */
    private record Maker(LambdaHead head, Class<?> owner, MethodHandle method, Object ready) {}

    Lambdas(AllowList allowed, ClassLoader loader) {
        this.allowed = allowed;
        this.loader = loader;
    }

    Object make(byte[] head, Object[] captured) {
        ByteBuffer key = ByteBuffer.wrap(head);
        Maker known = makers.get(key);
        if (known != null) {
            return known.ready != null && captured.length == 0 ? known.ready : make(known, captured);
        }
        Maker maker = find(parse(head));
        Object lambda = make(maker, captured);
        checkRuns(maker.head);
        if (makers.size() < REMEMBERED_MAX) {
            Object ready = captured.length == 0 ? lambda : null;
            makers.put(key, new Maker(maker.head, maker.owner, maker.method, ready));
        }
        return lambda;
    }

    private static LambdaHead parse(byte[] head) {
        var in = new BoundedInput(Limits.DEFAULT);
        in.setBuffer(head, 0, head.length);
        return LambdaHead.read(in);
    }

    private Maker find(LambdaHead head) {
        Class<?> owner = AllowedClasses.find(head.owner(), allowed, loader);
        CodeDigest.check(owner, head.ownerDigest());
        try {
            Method method = owner.getDeclaredMethod(MAKER, SerializedLambda.class);
            method.setAccessible(true);
            MethodHandle handle = MethodHandles.lookup()
                    .unreflect(method)
                    .asType(MethodType.methodType(Object.class, SerializedLambda.class));
            return new Maker(head, owner, handle, null);
        } catch (NoSuchMethodException e) {
            throw new CannotTravel.DifferentCode(head.owner(), "serialisable lambdas", e);
        } catch (IllegalAccessException | RuntimeException e) {
            throw new CannotTravel.Unsupported(head.owner() + " is in a package that its module does not open", e);
        }
    }

    /** Only after the owner made the lambda is the class it runs known to be one that the owner's source refers to. */
    private void checkRuns(LambdaHead head) {
        if (head.implDigest() == CodeDigest.UNKNOWN) {
            return;
        }
        try {
            CodeDigest.check(Class.forName(head.runs(), false, loader), head.implDigest());
        } catch (ClassNotFoundException | LinkageError e) {
            throw new CannotTravel.MissingClass(head.runs(), e);
        }
    }

    private static Object make(Maker maker, Object[] captured) {
        try {
            return (Object) maker.method.invokeExact(maker.head.with(maker.owner, captured));
        } catch (IllegalArgumentException e) {
            throw new CannotTravel.DifferentCode(
                    maker.head.owner(), "lambda or reference " + maker.head.runs() + "#" + maker.head.implMethod(), e);
        } catch (ClassCastException | IndexOutOfBoundsException e) {
            throw new MalformedBytes.Corrupt(
                    "captured values that do not fit " + maker.head.runs() + "#" + maker.head.implMethod(), e);
        } catch (VirtualMachineError e) {
            throw e;
        } catch (Throwable e) {
            throw new CannotTravel.Unsupported(maker.head.owner() + " cannot be initialised: " + e, e);
        }
    }
}
