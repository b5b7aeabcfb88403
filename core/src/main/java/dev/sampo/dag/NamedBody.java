package dev.sampo.dag;

/** A body known by its name in the catalogue of the node that runs it; whether it is there shows only then. */
public record NamedBody<R>(String name) implements Body {
    public NamedBody {
        if (!TaskName.isValid(name)) {
            throw new IllegalArgumentException(TaskName.complaint(name));
        }
    }

    @Override
    public String toString() {
        return "Body.named(\"" + name + "\")";
    }
}
