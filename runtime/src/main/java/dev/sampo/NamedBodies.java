package dev.sampo;

import dev.sampo.dag.Body;
import java.util.Map;
import java.util.function.Function;

/**
 * Bodies that Dags may refer to by name: implement this and name the class in
 * {@code META-INF/services/dev.sampo.NamedBodies}, the same on every node.
 */
public interface NamedBodies {
    Map<String, Body> bodies();

    /** Makes bodies of the rest of all names that begin like these; for bodies that differ by no more than a word. */
    default Map<String, Function<String, Body>> families() {
        return Map.of();
    }
}
