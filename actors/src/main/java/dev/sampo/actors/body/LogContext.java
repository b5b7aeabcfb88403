package dev.sampo.actors.body;

import java.util.Map;
import org.slf4j.MDC;
import org.slf4j.spi.MDCAdapter;

/** Puts into the context of the log whose lines they are, for as long as a body is served by a thread of ours. */
public final class LogContext {
    public static final String JOB = "job";
    public static final String TASK = "task";
    public static final String ATTEMPT = "attempt";
    public static final String NODE = "node";

    private LogContext() {}

    public static void enter(RunningBody body) {
        enter(body, MDC.getMDCAdapter());
    }

    /** For a log that is about to start. */
    public static void enter(RunningBody body, MDCAdapter context) {
        context.put(JOB, body.jobId());
        context.put(TASK, body.task());
        context.put(ATTEMPT, Integer.toString(body.attempt()));
        context.put(NODE, body.node());
    }

    /** Also takes away what the body has put there: the next one is not to be taken for it. */
    public static void leave() {
        MDC.clear();
    }

    /** For one line about a body, written by a thread that serves another, or none. */
    public static void with(RunningBody body, Runnable line) {
        Map<String, String> before = MDC.getCopyOfContextMap();
        enter(body);
        try {
            line.run();
        } finally {
            if (before == null) {
                MDC.clear();
            } else {
                MDC.setContextMap(before);
            }
        }
    }
}
