package dev.sampo.http.remote;

import java.time.Duration;
import java.util.Optional;

/** How a work has ended, as its worker says. */
public sealed interface Verdict {

    record Done(Object value) implements Verdict {}

    /** @param retryAfter how long the next try should wait at least */
    record Failed(String message, Optional<Duration> retryAfter) implements Verdict {}
}
