package dev.sampo.file;

import dev.sampo.dag.BodyEncoder;
import java.util.Set;

/** Encodes nothing: to find out what is wrong with a graph that is not sent from here. */
final class NoBytes implements BodyEncoder {
    @Override
    public Set<String> packagesOf(Object body) {
        return Set.of();
    }

    @Override
    public byte[] encodeBody(String task, Object body, Set<String> allowed) {
        return new byte[0];
    }

    @Override
    public byte[] encodeConstant(String task, Object value, Set<String> allowed, boolean asList) {
        return new byte[0];
    }
}
