package dev.sampo.bytes;

/** An error that gathers, on its way out of nested values, the path to where it happened; steps arrive innermost first. */
public interface Located {

    void inside(String step);

    /** Notes the step on errors that keep a path, and hands the error back to be thrown. */
    static RuntimeException at(String step, RuntimeException error) {
        RuntimeException typed = MalformedBytes.TooDeep.orSame(error);
        if (typed instanceof Located located) {
            located.inside(step);
        }
        return typed;
    }
}
