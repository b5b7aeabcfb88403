package dev.sampo.dag;

import java.io.Serializable;

/**
 * One thing wrong with a Dag. A refusal lists all of them at once.
 *
 * @param where the task or setting at fault; the Dag's own name for the whole
 * @param what the fault and its remedy in one sentence
 */
public record Problem(Kind kind, String where, String what) implements Serializable {

    public enum Kind {
        BAD_NAME,
        DUPLICATE_NAME,
        CYCLE,
        MISSING_TASK,
        FOREIGN_HANDLE,
        CANNOT_TRAVEL,
        UNKNOWN_RESOURCE,
        NEVER_FITS,
        BAD_AMOUNT,
        TOO_LARGE,
        EMPTY,
        CONTENT_DIFFERS,
        /** Inputs or order that this kind of task cannot have. */
        BAD_SHAPE
    }

    /** For people, without its kind. What is said of a cycle begins with the task itself. */
    public String sentence() {
        return what.startsWith(where + " -> ") ? what : where + " " + what;
    }

    @Override
    public String toString() {
        return kind + " " + where + ": " + what;
    }
}
