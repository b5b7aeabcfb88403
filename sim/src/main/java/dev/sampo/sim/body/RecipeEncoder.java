package dev.sampo.sim.body;

import dev.sampo.dag.BodyEncoder;
import dev.sampo.dag.Digest;
import dev.sampo.dag.NamedBody;
import java.util.Optional;
import java.util.Set;

/** Encodes recipes for the compiler, where a real program would encode the user's lambdas. */
final class RecipeEncoder implements BodyEncoder {
    private final Optional<Digest> jar;

    RecipeEncoder(Optional<Digest> jar) {
        this.jar = jar;
    }

    @Override
    public Optional<Digest> jar() {
        return jar;
    }

    @Override
    public Set<String> packagesOf(Object body) {
        return Set.of();
    }

    @Override
    public byte[] encodeBody(String task, Object body, Set<String> allowed) {
        return Recipe.parse(((NamedBody<?>) body).name()).payload();
    }

    @Override
    public byte[] encodeConstant(String task, Object value, Set<String> allowed, boolean asList) {
        throw new IllegalArgumentException("simulated graphs hold no constants");
    }
}
