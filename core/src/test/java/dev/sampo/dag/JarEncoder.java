package dev.sampo.dag;

import java.util.Optional;
import java.util.Set;

/** As {@link PlainEncoder}, of bodies that are in a jar. */
public final class JarEncoder implements BodyEncoder {
    private final PlainEncoder plain = new PlainEncoder();
    private final Digest jar;

    public JarEncoder(Digest jar) {
        this.jar = jar;
    }

    @Override
    public Optional<Digest> jar() {
        return Optional.of(jar);
    }

    @Override
    public Set<String> packagesOf(Object body) {
        return plain.packagesOf(body);
    }

    @Override
    public byte[] encodeBody(String task, Object body, Set<String> allowed) {
        return plain.encodeBody(task, body, allowed);
    }

    @Override
    public byte[] encodeConstant(String task, Object value, Set<String> allowed, boolean asList) {
        return plain.encodeConstant(task, value, allowed, asList);
    }
}
