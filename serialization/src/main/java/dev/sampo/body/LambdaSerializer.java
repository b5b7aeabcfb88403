package dev.sampo.body;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import dev.sampo.bytes.BoundedInput;
import dev.sampo.bytes.Located;
import java.lang.invoke.SerializedLambda;

/** A lambda or method reference as its head and what it captured, each captured value with its class. */
final class LambdaSerializer extends Serializer<Object> {

    private final AllowList allowed;
    private final Lambdas lambdas;

    LambdaSerializer(AllowList allowed, Lambdas lambdas) {
        this.allowed = allowed;
        this.lambdas = lambdas;
    }

    @Override
    public void write(Kryo kryo, Output output, Object lambda) {
        LambdaCode.Known code = LambdaCode.known(lambda);
        allowed.check(code.owner());
        output.writeVarInt(code.head().length, true);
        output.writeBytes(code.head());
        output.writeVarInt(code.captures(), true);
        if (code.captures() > 0) {
            writeCaptured(kryo, output, LambdaCode.serialized(lambda), code);
        }
    }

    private static void writeCaptured(Kryo kryo, Output output, SerializedLambda lambda, LambdaCode.Known code) {
        for (int i = 0; i < code.captures(); i++) {
            Object captured = lambda.getCapturedArg(i);
            try {
                kryo.writeClassAndObject(output, captured);
            } catch (RuntimeException e) {
                throw Located.at(name(i, captured, code, e), e);
            }
        }
    }

    private static String name(int index, Object captured, LambdaCode.Known code, RuntimeException error) {
        String className = captured.getClass().getName();
        boolean isThis = index == 0
                && className.equals(code.owner())
                && code.implMethod().startsWith("lambda$");
        String name = isThis ? "captured this" : "captured argument " + (index + 1);
        boolean named = error instanceof CannotTravel.NotAllowed refusal
                && refusal.className().equals(className);
        return named ? name : name + " (" + className + ")";
    }

    @Override
    public Object read(Kryo kryo, Input input, Class<?> ignored) {
        byte[] head = input.readBytes(input.readVarInt(true));
        Object[] captured = new Object[((BoundedInput) input).length("list of captured values", 1)];
        for (int i = 0; i < captured.length; i++) {
            captured[i] = kryo.readClassAndObject(input);
        }
        return lambdas.make(head, captured);
    }
}
