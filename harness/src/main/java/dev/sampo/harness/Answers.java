package dev.sampo.harness;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waiting for what somebody else does. */
final class Answers {
    private Answers() {}

    /** The value; what the other has thrown is thrown here if it can be without being declared. */
    static <T> T await(String what, Duration limit, CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException failed) {
            Throwable cause = failed.getCause();
            if (cause instanceof RuntimeException unchecked) {
                throw unchecked;
            }
            throw new IllegalStateException(what + " failed: " + cause, cause);
        } catch (TimeoutException late) {
            throw new AssertionError(what + " did not come within " + limit, late);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + what, stopped);
        }
    }
}
