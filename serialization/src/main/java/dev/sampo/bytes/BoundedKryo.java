package dev.sampo.bytes;

import com.esotericsoftware.kryo.ClassResolver;
import com.esotericsoftware.kryo.Kryo;
import com.esotericsoftware.kryo.Registration;
import com.esotericsoftware.kryo.io.Input;
import com.esotericsoftware.kryo.io.Output;
import com.esotericsoftware.kryo.util.DefaultClassResolver;

/**
 * Makes Kryos that know the JDK's values by fixed ids, follow no references and stop at a depth. Not thread-safe: share one
 * through a {@link KryoPool}.
 */
public final class BoundedKryo {

    /** Ids below this belong to Kryo and to the JDK's common values. */
    public static final int FREE_FIRST = 80;

    /** The last id that costs one byte; from here to {@link #RARE_LAST} are the JDK's rarer values. */
    public static final int ONE_BYTE_LAST = 125;

    /** Ids above this are free again, at two bytes each. */
    public static final int RARE_LAST = 299;

    private BoundedKryo() {}

    /** Reads and writes registered classes only; a name in the bytes is refused before any class is looked for. */
    public static Kryo strict(Limits limits) {
        return open(new RegisteredOnly(), limits);
    }

    /** Leaves classes without an id to the resolver, which must check a name before it loads the class. */
    public static Kryo open(ClassResolver classes, Limits limits) {
        Kryo kryo = new Kryo(classes, null);
        kryo.setRegistrationRequired(false);
        kryo.setReferences(false);
        kryo.setMaxDepth(limits.depthMax());
        JdkValues.register(kryo);
        return kryo;
    }

    @SuppressWarnings("rawtypes") // as Kryo declares it
    private static final class RegisteredOnly extends DefaultClassResolver {

        @Override
        public Registration registerImplicit(Class type) {
            throw new MalformedBytes.UnknownClass(type.getName() + " is not registered");
        }

        @Override
        protected Registration readName(Input input) {
            throw new MalformedBytes.UnknownClass("a class given by name, where only registered ids are read");
        }

        @Override
        protected void writeName(Output output, Class type, Registration registration) {
            throw new MalformedBytes.UnknownClass(type.getName() + " is not registered");
        }
    }
}
