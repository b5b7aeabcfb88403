package dev.sampo.dag;

import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * A Dag in names only, as a typed {@link Dag} or a file yields it. It may be wrong in every way; compiling tells.
 *
 * @param allowed classes, and packages (these end in a dot), whose instances may travel besides those of the bodies' own
 *     packages
 */
public record DagSpec(String name, List<TaskSpec> tasks, Set<String> allowed) {
    public DagSpec {
        Objects.requireNonNull(name, "the name of a Dag is null");
        tasks = List.copyOf(tasks);
        allowed = Collections.unmodifiableSet(new TreeSet<>(allowed));
    }

    /** Throws {@link InvalidDag} with everything that is wrong. */
    public Blueprint compile(BodyEncoder encoder) {
        return Compiler.compile(this, List.of(), encoder);
    }
}
