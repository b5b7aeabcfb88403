package dev.sampo.dag;

import java.util.Optional;
import java.util.Set;

/**
 * Turns bodies and constants into the bytes a blueprint carries; the compiler itself never looks inside. What cannot
 * travel is refused with an IllegalArgumentException whose message names the field path and the remedy.
 */
public interface BodyEncoder {

    /** Packages, each ending in a dot, whose classes may travel because this body comes from them. */
    Set<String> packagesOf(Object body);

    /** The jar that nodes find the classes of bodies and values in; empty where they have them. */
    default Optional<Digest> jar() {
        return Optional.empty();
    }

    byte[] encodeBody(String task, Object body, Set<String> allowed);

    /** @param asList an each maps over the value, so its elements must be found without decoding the others */
    byte[] encodeConstant(String task, Object value, Set<String> allowed, boolean asList);
}
