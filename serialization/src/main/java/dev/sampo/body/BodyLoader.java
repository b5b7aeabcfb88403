package dev.sampo.body;

import com.esotericsoftware.kryo.Kryo;
import dev.sampo.bytes.BoundedInput;
import dev.sampo.bytes.Located;
import dev.sampo.bytes.MalformedBytes;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Turns bytes back into bodies on the node that runs them; one for each job, used from many threads. Bodies that capture nothing are
 * made once and shared, so they must not keep state.
 */
public final class BodyLoader {

    private static final int REMEMBERED_MAX = 4096;

    private final ClassLoader loader;
    private final AllowList allowed;
    private final Catalogue catalogue;
    private final KryoCodec codec;
    private final Map<ByteBuffer, Object> shared = new ConcurrentHashMap<>();

    public BodyLoader(ClassLoader loader, AllowList allowed, Catalogue catalogue) {
        this.loader = loader;
        this.allowed = allowed;
        this.catalogue = catalogue;
        this.codec = new KryoCodec(allowed, loader);
    }

    /** The codec of this job's values, with the same classes allowed. */
    public KryoCodec codec() {
        return codec;
    }

    public Object load(String taskName, byte[] bytes) {
        try {
            return load(bytes);
        } catch (CannotTravel e) {
            throw e.of("body of task \"" + taskName + "\"");
        } catch (MalformedBytes e) {
            throw Located.at("body of task \"" + taskName + "\"", e);
        }
    }

    public Object load(byte[] bytes) {
        Object known = shared.get(ByteBuffer.wrap(bytes));
        return known != null ? known : codec.read(bytes, (kryo, in) -> read(kryo, in, bytes));
    }

    private Object read(Kryo kryo, BoundedInput in, byte[] bytes) {
        return switch (BodyFormat.readKind(in)) {
            case BodyFormat.NAMED -> catalogue.body(BodyFormat.readName(in));
            case BodyFormat.INSTANCE -> readInstance(kryo, in);
            default -> readLambda(kryo, in, bytes);
        };
    }

    private Object readInstance(Kryo kryo, BoundedInput in) {
        Class<?> type = AllowedClasses.find(BodyFormat.readName(in), allowed, loader);
        CodeDigest.check(type, in.readLong());
        Object body = kryo.readClassAndObject(in);
        if (body == null || body.getClass() != type) {
            throw new MalformedBytes.Corrupt("a body that says it is a " + type.getName() + " but is not");
        }
        return body instanceof NeedsCatalogue unfinished ? unfinished.with(catalogue) : body;
    }

    private Object readLambda(Kryo kryo, BoundedInput in, byte[] bytes) {
        Object lambda = kryo.readClassAndObject(in);
        if (lambda == null || !lambda.getClass().isHidden()) {
            throw new MalformedBytes.Corrupt("a body that says it is a lambda but is not");
        }
        if (in.limit() == in.position() && LambdaCode.known(lambda).captures() == 0 && shared.size() < REMEMBERED_MAX) {
            shared.put(ByteBuffer.wrap(bytes.clone()), lambda);
        }
        return lambda;
    }
}
