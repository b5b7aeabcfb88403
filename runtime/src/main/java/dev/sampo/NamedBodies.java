package dev.sampo;

import dev.sampo.dag.Body;
import java.util.Map;

/**
 * Bodies that Dags may refer to by name: implement this and name the class in
 * {@code META-INF/services/dev.sampo.NamedBodies}, the same on every node.
 */
public interface NamedBodies {
    Map<String, Body> bodies();
}
