package dev.sampo;

import dev.sampo.body.Catalogue;
import java.util.ServiceLoader;
import java.util.TreeMap;

/** The code of the user's that this JVM has; needs nothing else of Sampo, since a JVM that runs one task should start soon. */
final class CodeHere {
    private CodeHere() {}

    static Catalogue catalogue() {
        Catalogue catalogue = Catalogue.empty();
        for (NamedBodies source : ServiceLoader.load(NamedBodies.class, classLoader())) {
            catalogue = with(catalogue, source);
        }
        return catalogue;
    }

    /** What the node has by name, and before it what a jar has. */
    static Catalogue catalogue(ClassLoader jar, Catalogue nodes) {
        Catalogue own = Catalogue.empty();
        for (var source : ServiceLoader.load(NamedBodies.class, jar).stream()
                .filter(provider -> provider.type().getClassLoader() == jar)
                .toList()) {
            own = with(own, source.get());
        }
        return own.over(nodes);
    }

    private static Catalogue with(Catalogue known, NamedBodies source) {
        Catalogue catalogue = known;
        for (var body : new TreeMap<>(source.bodies()).entrySet()) {
            catalogue = catalogue.with(body.getKey(), body.getValue());
        }
        for (var family : new TreeMap<>(source.families()).entrySet()) {
            catalogue = catalogue.withFamily(family.getKey(), family.getValue());
        }
        return catalogue;
    }

    static ClassLoader classLoader() {
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        return context != null ? context : CodeHere.class.getClassLoader();
    }
}
