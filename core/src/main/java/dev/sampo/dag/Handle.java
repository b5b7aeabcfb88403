package dev.sampo.dag;

import java.util.List;
import java.util.Objects;
import java.util.Optional;

/** A task of a {@link Dag} and the type of its value. Good as an input only within the Dag that gave it. */
public final class Handle<T> extends AnyHandle<Handle<T>> {
    private final Need need;

    Handle(Draft draft, Need need) {
        super(draft);
        this.need = need;
    }

    /**
     * The same task for a reader that can do without its value: it runs when the task has ended, however that was, and gets
     * an empty Optional if the task has failed for good or was skipped. A value that is null is an empty Optional, too.
     */
    public Handle<Optional<T>> optional() {
        if (need != Need.VALUE) {
            draft.dag.found(Problem.Kind.BAD_SHAPE, name(), "is taken as optional() twice; say it once");
        }
        return new Handle<>(draft, Need.OPTIONAL);
    }

    /**
     * Lets another task, or a constant, make this one's value when this one cannot: it has failed for good, or was skipped. It
     * runs only then. Whoever reads this one gets that value and cannot tell.
     */
    public Handle<T> orElse(Handle<? extends T> standIn) {
        Objects.requireNonNull(standIn, () -> "orElse of \"" + name() + "\" is null");
        if (need != Need.VALUE || standIn.need != Need.VALUE) {
            String what =
                    "has an orElse(..) with something optional(); say orElse(..) first, and optional() where it is read";
            draft.dag.found(Problem.Kind.BAD_SHAPE, name(), what);
        } else {
            draft.dag.belonging(name(), List.of(standIn)).forEach(known -> draft.standIn(known.name()));
        }
        return this;
    }

    /** How whoever reads it needs it. */
    public Need need() {
        return need;
    }

    @Override
    Need needed() {
        return need;
    }

    @Override
    Handle<T> self() {
        return this;
    }
}
