package dev.sampo.actors.body;

import dev.sampo.body.AllowList;
import dev.sampo.body.BodyLoader;
import dev.sampo.body.Catalogue;
import dev.sampo.dag.Blueprint;
import dev.sampo.dag.BodyEncoder;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * How this process reads and writes the user's bodies and values: its class loader, its catalogue of named bodies, and
 * the classes it lets travel whatever a Dag says. Loaders are shared by all jobs that allow the same classes.
 */
public final class UserCode {
    private static final int LOADERS_MAX = 64;

    private final ClassLoader classes;
    private final Catalogue catalogue;
    private final AllowList always;
    private final Map<List<String>, BodyLoader> loaders = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<List<String>, BodyLoader> eldest) {
            return size() > LOADERS_MAX;
        }
    };

    public UserCode(ClassLoader classes, Catalogue catalogue, AllowList always) {
        this.classes = classes;
        this.catalogue = catalogue;
        this.always = always;
    }

    /** Code of this class loader, without named bodies or further classes. */
    public static UserCode of(ClassLoader classes) {
        return new UserCode(classes, Catalogue.empty(), AllowList.jdk());
    }

    /** Reads the bodies and values of a blueprint. */
    public BodyLoader loader(Blueprint blueprint) {
        return loader(blueprint.allowed());
    }

    /** Reads the bodies and values of blueprints that let these classes and packages travel. */
    public BodyLoader loader(List<String> allowed) {
        synchronized (loaders) {
            return loaders.computeIfAbsent(allowed, names -> new BodyLoader(classes, allowing(names), catalogue));
        }
    }

    /** Writes Dags; each thread that compiles takes its own or shares one. */
    public BodyEncoder encoder() {
        return new TravelEncoder(this);
    }

    /** The names of what may travel whatever a Dag says. */
    public Set<String> always() {
        return always.names();
    }

    public ClassLoader classes() {
        return classes;
    }

    AllowList allowing(Collection<String> names) {
        var all = new TreeSet<>(always.names());
        all.addAll(names);
        return AllowList.of(all);
    }
}
