package dev.sampo.body;

import dev.sampo.dag.BodyEncoder;
import dev.sampo.dag.NamedBody;
import java.util.Collection;
import java.util.Set;

/** How the compiler of a Dag gets its bodies and constants encoded; what travels is checked against the Dag's own list. */
public final class JobEncoder implements BodyEncoder {
    private final Set<String> allowedEverywhere;
    private Set<String> lastNames = Set.of();
    private AllowList last = AllowList.jdk();

    /** @param allowedEverywhere classes, and packages ending in a dot, that the configuration allows for every job */
    public JobEncoder(Set<String> allowedEverywhere) {
        this.allowedEverywhere = Set.copyOf(allowedEverywhere);
    }

    @Override
    public Set<String> packagesOf(Object body) {
        var allowed = AllowList.of(allowedEverywhere);
        return (body instanceof NamedBody ? allowed : allowed.allowPackageOf(body)).names();
    }

    @Override
    public byte[] encodeBody(String task, Object body, Set<String> allowed) {
        Object travelling = body instanceof NamedBody<?> named ? BodyRef.named(named.name()) : body;
        try {
            return Bodies.encode(task, travelling, listOf(allowed));
        } catch (CannotTravel refusal) {
            throw new IllegalArgumentException(refusal.getMessage(), refusal);
        }
    }

    @Override
    public byte[] encodeConstant(String task, Object value, Set<String> allowed, boolean asList) {
        try {
            var codec = listOf(allowed).codec();
            return asList && value instanceof Collection<?> elements
                    ? ListValue.of(codec, elements)
                    : Values.encode(task, codec, value);
        } catch (CannotTravel refusal) {
            throw new IllegalArgumentException(refusal.getMessage(), refusal);
        }
    }

    private synchronized AllowList listOf(Set<String> names) {
        if (!names.equals(lastNames)) {
            lastNames = Set.copyOf(names);
            last = AllowList.of(names);
        }
        return last;
    }
}
