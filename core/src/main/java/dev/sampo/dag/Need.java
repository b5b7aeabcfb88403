package dev.sampo.dag;

/** What becomes of a task when what it needs will never come: the task that makes it has failed for good, or was skipped. */
public enum Need {
    /** It is skipped, too. */
    VALUE,
    /** It runs all the same, and gets an empty {@link java.util.Optional} in place of the value. */
    OPTIONAL,
    /** Of an each: it runs with what its elements came to, an empty {@link java.util.Optional} in place of each that failed. */
    ELEMENTS
}
