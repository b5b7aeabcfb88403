package dev.sampo.dag;

import java.nio.charset.StandardCharsets;
import java.util.Set;

/** Encodes bodies by their class and constants by their text: enough for tests that run nothing. */
public class PlainEncoder implements BodyEncoder {

    @Override
    public Set<String> packagesOf(Object body) {
        return Set.of(body.getClass().getPackageName() + ".");
    }

    @Override
    public byte[] encodeBody(String task, Object body, Set<String> allowed) {
        String text = body instanceof NamedBody<?> named
                ? named.name()
                : body.getClass().getInterfaces()[0].getSimpleName();
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] encodeConstant(String task, Object value, Set<String> allowed, boolean asList) {
        return ((asList ? "list " : "") + value).getBytes(StandardCharsets.UTF_8);
    }
}
