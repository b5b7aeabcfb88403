package dev.sampo.job;

/**
 * Why an attempt, and in the end a task, did not succeed: the user's error in words that can travel.
 *
 * @param excluded whether the task's policy says that it is not tried again after such an exception; the node says so,
 *     since only there the classes are known that it extends
 * @param askedMillis how long to wait before the next try, if the exception asked for that; 0 if not
 */
public record Failure(Kind kind, String type, String message, String trace, boolean excluded, long askedMillis) {

    private static final int TYPE_MAX = 500;
    private static final int MESSAGE_MAX = 2_000;
    private static final int TRACE_MAX = 8_000;

    /** Who or what is to blame; a retry helps against some of these only. */
    public enum Kind {
        /** The body threw. */
        THREW(true),
        /** The body ran past its timeout. */
        TIMED_OUT(true),
        /** The node could not decode the body or an input, or encode the result: trying again changes nothing. */
        NOT_RUNNABLE(false),
        /** Too many nodes died under this task. */
        POISON(false),
        /** Too few nodes agree on what comes of it. */
        NO_QUORUM(false),
        /** It added tasks that no node could ever run. */
        NEVER_FITS(false),
        /** The JVM that it had to itself ended before the body did: out of memory, by exiting, by a crash, or killed. */
        JVM_ENDED(true),
        /** It was never run: something it needs will never come. Said of the task only, of no attempt. */
        SKIPPED(false);

        private final boolean retriable;

        Kind(boolean retriable) {
            this.retriable = retriable;
        }

        public boolean isRetriable() {
            return retriable;
        }
    }

    /** One whose exception says nothing about further tries. */
    public Failure(Kind kind, String type, String message, String trace) {
        this(kind, type, message, trace, false, 0);
    }

    public Failure {
        type = cut(type, TYPE_MAX);
        message = cut(message, MESSAGE_MAX);
        trace = cut(trace, TRACE_MAX);
    }

    /** The same, with another trace. */
    public Failure traced(String other) {
        return new Failure(kind, type, message, other, excluded, askedMillis);
    }

    /** About how much room it takes in a message. */
    public int roughBytes() {
        return type.length() + message.length() + trace.length();
    }

    private static String cut(String text, int max) {
        return text.length() <= max ? text : text.substring(0, max - 3) + "...";
    }

    @Override
    public String toString() {
        return type.isEmpty() ? kind + ": " + message : type + ": " + message;
    }
}
