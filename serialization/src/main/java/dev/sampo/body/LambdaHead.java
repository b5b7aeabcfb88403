package dev.sampo.body;

import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import dev.sampo.bytes.MalformedBytes;
import java.lang.invoke.SerializedLambda;

/**
 * Which code a lambda or method reference is, in names: everything of it but what it captured. The owner is the class it is written
 * in; the only class that is asked to make it again.
 */
record LambdaHead(
        String owner,
        long ownerDigest,
        int kind,
        String implClass,
        long implDigest,
        String implMethod,
        String implSignature,
        String type,
        String typeMethod,
        String typeSignature,
        String instantiated) {

    LambdaHead {
        if (owner == null || implClass == null || implMethod == null || implSignature == null) {
            throw new MalformedBytes.Corrupt("a lambda without a class or method");
        }
        if (type == null || typeMethod == null || typeSignature == null || instantiated == null) {
            throw new MalformedBytes.Corrupt("a lambda without an interface");
        }
    }

    static LambdaHead of(SerializedLambda lambda, ClassLoader loader) {
        String owner = lambda.getCapturingClass().replace('/', '.');
        String implClass = lambda.getImplClass().replace('/', '.');
        return new LambdaHead(
                owner,
                digest(owner, loader),
                lambda.getImplMethodKind(),
                implClass.equals(owner) ? "" : implClass,
                implClass.equals(owner) ? CodeDigest.UNKNOWN : digest(implClass, loader),
                lambda.getImplMethodName(),
                lambda.getImplMethodSignature(),
                lambda.getFunctionalInterfaceClass(),
                lambda.getFunctionalInterfaceMethodName(),
                lambda.getFunctionalInterfaceMethodSignature(),
                lambda.getInstantiatedMethodType());
    }

    private static long digest(String name, ClassLoader loader) {
        try {
            return CodeDigest.of(Class.forName(name, false, loader));
        } catch (ClassNotFoundException e) {
            throw new CannotTravel.MissingClass(name, e);
        }
    }

    /** The class whose method runs: the owner's own, or the one a method reference names. */
    String runs() {
        return implClass.isEmpty() ? owner : implClass;
    }

    SerializedLambda with(Class<?> capturing, Object[] captured) {
        return new SerializedLambda(
                capturing,
                type,
                typeMethod,
                typeSignature,
                kind,
                runs().replace('.', '/'),
                implMethod,
                implSignature,
                instantiated,
                captured);
    }

    void write(Output out) {
        out.writeString(owner);
        out.writeLong(ownerDigest);
        out.writeByte(kind);
        out.writeString(implClass);
        if (!implClass.isEmpty()) {
            out.writeLong(implDigest);
        }
        out.writeString(implMethod);
        out.writeString(implSignature);
        out.writeString(type);
        out.writeString(typeMethod);
        out.writeString(typeSignature);
        out.writeString(instantiated.equals(implSignature) ? "" : instantiated);
    }

    static LambdaHead read(Input in) {
        String owner = in.readString();
        long ownerDigest = in.readLong();
        int kind = in.readByte();
        String implClass = in.readString();
        long implDigest = "".equals(implClass) ? CodeDigest.UNKNOWN : in.readLong();
        String implMethod = in.readString();
        String implSignature = in.readString();
        String type = in.readString();
        String typeMethod = in.readString();
        String typeSignature = in.readString();
        String instantiated = in.readString();
        return new LambdaHead(
                owner,
                ownerDigest,
                kind,
                implClass,
                implDigest,
                implMethod,
                implSignature,
                type,
                typeMethod,
                typeSignature,
                "".equals(instantiated) ? implSignature : instantiated);
    }
}
