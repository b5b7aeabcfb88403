package dev.sampo.dag;

/** A task of a {@link Dag} and the type of its value. Good as an input only within the Dag that gave it. */
public final class Handle<T> extends AnyHandle<Handle<T>> {
    Handle(Draft draft) {
        super(draft);
    }

    @Override
    Handle<T> self() {
        return this;
    }
}
