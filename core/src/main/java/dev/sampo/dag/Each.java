package dev.sampo.dag;

import java.util.List;
import java.util.Optional;

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
        return new Handle<>(draft, Need.VALUE);
    }

    /**
     * What all elements came to, in their order, for a reader that can do without some: it runs when all have ended, and gets an
     * empty Optional in place of each that failed for good. Without the collection that this maps over there are no elements, and
     * the reader is skipped.
     */
    public Handle<List<Optional<R>>> optional() {
        return new Handle<>(draft, Need.ELEMENTS);
    }

    @Override
    Each<R> self() {
        return this;
    }
}
