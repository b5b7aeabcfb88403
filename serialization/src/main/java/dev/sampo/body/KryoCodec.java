package dev.sampo.body;

import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Serializer;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import com.esotericsoftware.kryo.serializers.ClosureSerializer;
import dev.sampo.bytes.BoundedKryo;
import dev.sampo.bytes.KryoPool;
import dev.sampo.bytes.Limits;
import dev.sampo.bytes.MalformedBytes;

/**
 * The default codec: values of the JDK by a tag of one byte, classes of the allow-list by name. Values are copied as trees: an object
 * that is in a value twice comes back as two.
 */
public final class KryoCodec implements Codec<Object> {

    private static final int CLASS_ID = 76;
    private static final int LAMBDA_ID = 77;

    private final AllowList allowed;
    private final ClassLoader loader;
    private final Limits limits;
    private final Lambdas lambdas;
    private final TypeCodecs codecs;
    private final KryoPool pool;

    public KryoCodec(AllowList allowed, ClassLoader loader) {
        this(allowed, loader, Limits.DEFAULT);
    }

    public KryoCodec(AllowList allowed, ClassLoader loader, Limits limits) {
        this.allowed = allowed;
        this.loader = loader;
        this.limits = limits;
        this.lambdas = new Lambdas(allowed, loader);
        this.codecs = TypeCodecs.of(loader);
        this.pool = new KryoPool(this::newKryo, limits);
    }

    private Kryo newKryo() {
        Kryo kryo = BoundedKryo.open(new AllowedClasses(allowed, loader, codecs), limits);
        kryo.setClassLoader(loader);
        kryo.register(Class.class, new ClassSerializer(allowed, loader), CLASS_ID);
        kryo.register(ClosureSerializer.Closure.class, new LambdaSerializer(allowed, lambdas), LAMBDA_ID);
        return kryo;
    }

    @Override
    public byte[] encode(Object value) {
        return write((kryo, out) -> kryo.writeClassAndObject(out, value));
    }

    @Override
    public Object decode(byte[] bytes) {
        return pool.decode(bytes);
    }

    byte[] write(KryoPool.Writer writer) {
        try {
            return pool.write(writer);
        } catch (MalformedBytes.TooDeep e) {
            throw new CannotTravel.TooDeep(e);
        } catch (MalformedBytes.Oversize e) {
            throw new CannotTravel.TooLarge(e);
        } catch (MalformedBytes e) {
            throw new CannotTravel.Unsupported(e.getMessage(), e);
        }
    }

    <T> T read(byte[] bytes, KryoPool.Reader<T> reader) {
        return pool.read(bytes, 0, bytes.length, reader);
    }

    /** Class values: only of classes whose instances may travel too. */
    private static final class ClassSerializer extends Serializer<Class<?>> {

        private final AllowList allowed;
        private final ClassLoader loader;

        ClassSerializer(AllowList allowed, ClassLoader loader) {
            this.allowed = allowed;
            this.loader = loader;
        }

        @Override
        public void write(Kryo kryo, Output output, Class<?> value) {
            allowed.check(value.getName());
            output.writeString(value.getName());
        }

        @Override
        public Class<?> read(Kryo kryo, Input input, Class<? extends Class<?>> type) {
            return AllowedClasses.find(String.valueOf(input.readString()), allowed, loader);
        }
    }
}
