package dev.sampo.http;

import dev.sampo.resource.TimeSpan;
import java.time.Duration;

/** Spans of time as people write them. */
public final class Durations {
    private Durations() {}

    /** @param what who wrote it where, for the error */
    public static Duration parse(String what, String text) {
        return TimeSpan.parse(text)
                .orElseThrow(() -> new IllegalArgumentException(
                        what + "=" + text + " is no duration; write a number and ms, s, m or h, such as 500ms or 30s"));
    }
}
