package dev.sampo.actors.body;

import dev.sampo.body.AllowList;
import dev.sampo.body.Bodies;
import dev.sampo.body.BodyRef;
import dev.sampo.body.CannotTravel;
import dev.sampo.body.KryoCodec;
import dev.sampo.body.ListValue;
import dev.sampo.body.Values;
import dev.sampo.dag.BodyEncoder;
import dev.sampo.dag.Digest;
import dev.sampo.dag.NamedBody;
import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/** Gives the compiler of Dags the bytes of bodies and constants; what cannot travel is refused in its words. */
final class TravelEncoder implements BodyEncoder {

    /** One Dag allows one set of classes, so the last set asked for is the next one too. */
    private record Known(Set<String> names, AllowList list, KryoCodec codec) {}

    private final UserCode code;
    private volatile Known known;

    TravelEncoder(UserCode code) {
        this.code = code;
    }

    @Override
    public Set<String> packagesOf(Object body) {
        return AllowList.jdk().allowPackageOf(travelling(body)).names();
    }

    @Override
    public Optional<Digest> jar() {
        return code.jar();
    }

    @Override
    public byte[] encodeBody(String task, Object body, Set<String> allowed) {
        return refusing(() -> Bodies.encode(task, travelling(body), known(allowed).list));
    }

    @Override
    public byte[] encodeConstant(String task, Object value, Set<String> allowed, boolean asList) {
        return refusing(() -> {
            KryoCodec codec = known(allowed).codec;
            return asList && value instanceof Collection<?> elements
                    ? ListValue.of(codec, elements)
                    : Values.encode(task, codec, value);
        });
    }

    private static Object travelling(Object body) {
        return body instanceof NamedBody<?> named ? BodyRef.named(named.name()) : body;
    }

    private static byte[] refusing(Supplier<byte[]> encoding) {
        try {
            return encoding.get();
        } catch (CannotTravel refused) {
            throw new IllegalArgumentException(refused.getMessage(), refused);
        }
    }

    private Known known(Set<String> allowed) {
        Known last = known;
        if (last == null || !last.names.equals(allowed)) {
            AllowList list = code.allowing(allowed);
            last = new Known(Set.copyOf(allowed), list, new KryoCodec(list, code.classes()));
            known = last;
        }
        return last;
    }
}
