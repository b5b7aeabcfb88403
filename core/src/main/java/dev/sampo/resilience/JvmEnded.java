package dev.sampo.resilience;

/**
 * What a task that runs in a JVM of its own fails with when that JVM has ended before its body: it exited, crashed, or was
 * killed. It is never thrown, but named in failures, and by it a policy says what comes then:
 * {@code Retry.fixed(3).on(JvmEnded.class)}. A JVM that ran out of memory is an {@link OutOfMemoryError} instead.
 */
public final class JvmEnded extends RuntimeException {
    private static final long serialVersionUID = 1;

    private JvmEnded() {}
}
