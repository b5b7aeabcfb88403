package dev.sampo.actors.body;

import dev.sampo.actors.Latest;
import dev.sampo.body.AllowList;
import dev.sampo.body.BodyLoader;
import dev.sampo.body.Catalogue;
import dev.sampo.dag.Blueprint;
import dev.sampo.dag.BodyEncoder;
import dev.sampo.dag.Digest;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiFunction;

/**
 * How this process reads and writes the user's bodies and values: a class loader, a catalogue of named bodies, and
 * the classes it lets travel whatever a Dag says. Loaders are shared by all jobs that allow the same classes. Jobs that came with
 * a jar have their own code beside that of the node: {@link #of}.
 */
public final class UserCode {
    private static final int LOADERS_MAX = 64;

    private final ClassLoader classes;
    private final Catalogue nodes;
    private final BiFunction<ClassLoader, Catalogue, Catalogue> catalogues;
    private final AllowList always;
    private final JarShelf jars;
    private final Optional<Digest> jar;
    private Catalogue catalogue;
    private final Map<List<String>, BodyLoader> loaders = Latest.used(LOADERS_MAX);

    /** Code of a node on which no job has a jar with bodies by name. */
    public UserCode(ClassLoader classes, Catalogue catalogue, AllowList always) {
        this(classes, catalogue, (jar, nodes) -> nodes, always, new JarShelf(Optional.empty(), JarSigners.ANYBODY));
    }

    /**
     * @param catalogue bodies that the node has by name
     * @param catalogues adds those that are in a jar to these
     */
    public UserCode(
            ClassLoader classes,
            Catalogue catalogue,
            BiFunction<ClassLoader, Catalogue, Catalogue> catalogues,
            AllowList always,
            JarShelf jars) {
        this(classes, catalogue, catalogues, always, jars, Optional.empty());
        this.catalogue = catalogue;
    }

    private UserCode(
            ClassLoader classes,
            Catalogue nodes,
            BiFunction<ClassLoader, Catalogue, Catalogue> catalogues,
            AllowList always,
            JarShelf jars,
            Optional<Digest> jar) {
        this.classes = classes;
        this.nodes = nodes;
        this.catalogues = catalogues;
        this.always = always;
        this.jars = jars;
        this.jar = jar;
    }

    /** Code of this class loader, without named bodies or further classes. */
    public static UserCode of(ClassLoader classes) {
        return new UserCode(classes, Catalogue.empty(), AllowList.jdk());
    }

    /** The same with the classes of a jar before those of the node. */
    public UserCode with(ClassLoader ofJar, Digest digest) {
        return new UserCode(ofJar, nodes, catalogues, always, jars, Optional.of(digest));
    }

    /** The code of the blueprint's bodies: its jar's, which has to be here, or that of the node. */
    public UserCode of(Blueprint blueprint) {
        return blueprint.jar().map(jars::code).orElse(this);
    }

    /** The jars that are on this node. */
    public JarShelf jars() {
        return jars;
    }

    /** The jar that this is the code of; empty for that of the node. */
    Optional<Digest> jar() {
        return jar;
    }

    /** Reads the bodies and values of a blueprint. */
    public BodyLoader loader(Blueprint blueprint) {
        return of(blueprint).loader(blueprint.allowed());
    }

    /** Reads the bodies and values of blueprints that let these classes and packages travel. */
    public BodyLoader loader(List<String> allowed) {
        synchronized (loaders) {
            return loaders.computeIfAbsent(allowed, names -> new BodyLoader(classes, allowing(names), catalogue()));
        }
    }

    /** Asked for late, since naming the bodies of a jar runs code of it. */
    private Catalogue catalogue() {
        if (catalogue == null) {
            catalogue = catalogues.apply(classes, nodes);
        }
        return catalogue;
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
