package dev.sampo.dag;

import java.util.List;

/**
 * A task that runs once per element of a collection known only at run time; options said here hold for every element. The
 * elements are called {@code name[0]}, {@code name[1]} and so on.
 */
public final class Each<R> extends AnyHandle<Each<R>> {
    Each(Draft draft) {
        super(draft);
    }

    /** The values of all elements, in their order, as an input for other tasks. */
    public Handle<List<R>> all() {
        return new Handle<>(draft);
    }

    @Override
    Each<R> self() {
        return this;
    }
}
