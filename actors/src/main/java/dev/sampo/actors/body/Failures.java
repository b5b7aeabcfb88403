package dev.sampo.actors.body;

import dev.sampo.body.CannotTravel;
import dev.sampo.bytes.MalformedBytes;
import dev.sampo.dag.BodyCall;
import dev.sampo.job.Failure;
import dev.sampo.job.Outcome;
import dev.sampo.resilience.Retry;
import dev.sampo.resilience.RetryAfter;
import java.util.Set;

/** The user's errors in words that can travel: the trace ends where our own frames begin. */
final class Failures {
    private static final int FRAMES_MAX = 60;
    private static final int CAUSES_MAX = 5;
    private static final Set<String> OURS =
            Set.of(BodyCall.class.getName(), BodyCaller.class.getName(), BodyRunner.class.getName());

    private Failures() {}

    /** What the body threw; what that means for further tries is said here, where its class is known. */
    static Outcome.Failed threw(Throwable error, Retry retry) {
        boolean isExcluded = !retry.isAfter(error.getClass());
        long asked = error instanceof RetryAfter later ? later.after().toMillis() : 0;
        return threw(error, isExcluded, asked);
    }

    private static Outcome.Failed threw(Throwable error, boolean isExcluded, long asked) {
        String type = error.getClass().getName();
        return new Outcome.Failed(
                new Failure(Failure.Kind.THREW, type, messageOf(error), trace(error), isExcluded, asked));
    }

    /** What was thrown around the body, not by it. Only bytes and classes that cannot be used are beyond retrying. */
    static Outcome.Failed around(Throwable error) {
        boolean isHopeless = error instanceof CannotTravel
                || error instanceof MalformedBytes
                || error instanceof NotRunnable
                || error instanceof LinkageError;
        return isHopeless ? notRunnable(error) : threw(error, false, 0);
    }

    private static Outcome.Failed notRunnable(Throwable error) {
        String type = error instanceof NotRunnable ? "" : error.getClass().getName();
        return new Outcome.Failed(new Failure(Failure.Kind.NOT_RUNNABLE, type, messageOf(error), ""));
    }

    private static String messageOf(Throwable error) {
        try {
            String message = error.getMessage();
            return message == null ? "" : message;
        } catch (Throwable broken) {
            return "its getMessage() failed with " + broken.getClass().getName();
        }
    }

    private static String trace(Throwable error) {
        var text = new StringBuilder();
        Throwable cause = error;
        for (int depth = 0; cause != null && depth < CAUSES_MAX; depth++, cause = cause.getCause()) {
            if (depth > 0) {
                text.append("caused by ").append(cause.getClass().getName());
                text.append(": ").append(messageOf(cause)).append('\n');
            }
            frames(cause.getStackTrace(), text);
        }
        return text.toString();
    }

    private static void frames(StackTraceElement[] frames, StringBuilder text) {
        for (int i = 0; i < frames.length && i < FRAMES_MAX; i++) {
            if (OURS.contains(frames[i].getClassName())) {
                return;
            }
            text.append("  at ").append(frames[i]).append('\n');
        }
    }
}
