package dev.sampo.body;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.io.Output;

/**
 * Writes task bodies: serialisable lambdas and method references, objects of classes that implement the interface, and names from a
 * catalogue. A capture that cannot travel is found here, when the job is submitted; {@link BodyLoader} reads what this wrote.
 */
public final class Bodies {

    private Bodies() {}

    public static byte[] encode(String taskName, Object body, AllowList allowed) {
        try {
            return encode(body, allowed);
        } catch (CannotTravel e) {
            throw e.of("body of task \"" + taskName + "\"");
        }
    }

    private static byte[] encode(Object body, AllowList allowed) {
        if (body == null) {
            throw new CannotTravel.Unsupported("null is not a body");
        }
        if (body instanceof BodyRef ref) {
            return encodeName(ref, allowed);
        }
        return body.getClass().isHidden() ? encodeLambda(body, allowed) : encodeInstance(body, allowed);
    }

    private static byte[] encodeName(BodyRef ref, AllowList allowed) {
        if (!(ref instanceof BodyRef.Named named)) {
            throw new CannotTravel.Unsupported(
                    "a description is not a body: give the lambda itself, or BodyRef.named(..)");
        }
        return allowed.codec().write((kryo, out) -> {
            start(out, BodyFormat.NAMED);
            out.writeString(named.name());
        });
    }

    private static byte[] encodeLambda(Object lambda, AllowList allowed) {
        LambdaCode.Known known = LambdaCode.known(lambda);
        if (known.captures() == 0 && known.body() != null) {
            allowed.check(known.owner());
            return known.body().clone();
        }
        byte[] bytes = allowed.codec().write((kryo, out) -> {
            start(out, BodyFormat.LAMBDA);
            kryo.writeClassAndObject(out, lambda);
        });
        LambdaCode.remember(lambda, bytes);
        return bytes;
    }

    private static byte[] encodeInstance(Object body, AllowList allowed) {
        Class<?> type = body.getClass();
        allowed.check(type.getName());
        return allowed.codec().write((kryo, out) -> {
            start(out, BodyFormat.INSTANCE);
            out.writeString(type.getName());
            out.writeLong(CodeDigest.of(type));
            writeNamed(kryo, out, body);
        });
    }

    private static void writeNamed(Kryo kryo, Output out, Object body) {
        try {
            kryo.writeClassAndObject(out, body);
        } catch (CannotTravel e) {
            e.inside(body.getClass().getName());
            throw e;
        }
    }

    private static void start(Output out, int kind) {
        out.writeByte(BodyFormat.MARK | BodyFormat.VERSION);
        out.writeByte(kind);
    }

    public static Object decode(byte[] bytes, BodyLoader loader) {
        return loader.load(bytes);
    }

    /** What a body is, in readable names; loads no class and makes nothing. */
    public static BodyRef describe(byte[] bytes) {
        return BodyFormat.describe(BodyFormat.input(bytes));
    }
}
