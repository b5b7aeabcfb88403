package dev.sampo.http;

import java.time.Duration;
import java.util.regex.Pattern;

/** Spans of time as people write them. */
public final class Durations {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,9})(ms|s|m|h)");

    private Durations() {}

    /** @param what who wrote it where, for the error */
    public static Duration parse(String what, String text) {
        var matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    what + "=" + text + " is no duration; write a number and ms, s, m or h, such as 500ms or 30s");
        }
        long number = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            default -> Duration.ofHours(number);
        };
    }
}
