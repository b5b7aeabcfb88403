package dev.sampo.body;

import com.esotericsoftware.kryo.io.Output;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.invoke.SerializedLambda;
import java.lang.reflect.Method;

/** What all lambdas of one class have in common, worked out once: how to ask them what they captured, and their head as bytes. */
final class LambdaCode {

    private static final ClassValue<LambdaCode> CODES = new ClassValue<>() {
        @Override
        protected LambdaCode computeValue(Class<?> type) {
            return new LambdaCode(type);
        }
    };

    private final Class<?> type;
    private final MethodHandle writeReplace;
    private volatile Known known;

    /** The head of a lambda class; the whole body as bytes where nothing is captured, so that it is written only once. */
    record Known(String owner, String implMethod, byte[] head, int captures, byte[] body) {}

    private LambdaCode(Class<?> type) {
        this.type = type;
        this.writeReplace = findWriteReplace(type);
    }

    static Known known(Object lambda) {
        LambdaCode code = CODES.get(lambda.getClass());
        if (code.known == null) {
            code.known = code.work(serialized(lambda));
        }
        return code.known;
    }

    private Known work(SerializedLambda lambda) {
        LambdaHead head = LambdaHead.of(lambda, type.getClassLoader());
        var out = new Output(256, 1 << 20);
        head.write(out);
        return new Known(head.owner(), head.implMethod(), out.toBytes(), lambda.getCapturedArgCount(), null);
    }

    /** Keeps the whole body of a lambda that captures nothing. */
    static void remember(Object lambda, byte[] body) {
        LambdaCode code = CODES.get(lambda.getClass());
        Known known = code.known;
        if (known.captures == 0) {
            code.known = new Known(known.owner, known.implMethod, known.head, 0, body.clone());
        }
    }

    /** The JDK's own description of a serialisable lambda. */
    static SerializedLambda serialized(Object lambda) {
        try {
            return (SerializedLambda) CODES.get(lambda.getClass()).writeReplace.invokeExact(lambda);
        } catch (RuntimeException | Error e) {
            throw e;
        } catch (Throwable e) {
            throw new CannotTravel.Unsupported(
                    "a lambda of " + lambda.getClass().getName() + " does not describe itself", e);
        }
    }

    private static MethodHandle findWriteReplace(Class<?> type) {
        try {
            Method method = type.getDeclaredMethod("writeReplace");
            method.setAccessible(true);
            return MethodHandles.lookup()
                    .unreflect(method)
                    .asType(MethodType.methodType(SerializedLambda.class, Object.class));
        } catch (NoSuchMethodException e) {
            throw new CannotTravel.Unsupported(
                    "a lambda of " + interfaceOf(type)
                            + ", which is not Serializable: give it a type that is, or name the body in the"
                            + " catalogue",
                    e);
        } catch (IllegalAccessException | RuntimeException e) {
            throw new CannotTravel.Unsupported(
                    "a lambda of " + interfaceOf(type) + " in a package that is not open", e);
        }
    }

    private static String interfaceOf(Class<?> type) {
        Class<?>[] interfaces = type.getInterfaces();
        return interfaces.length == 0 ? type.getName() : interfaces[0].getName();
    }
}
