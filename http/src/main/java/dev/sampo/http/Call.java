package dev.sampo.http;

import dev.sampo.http.api.Json;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * A request that was let in, as handlers see it.
 *
 * @param path what stands in the places of the route's names
 * @param query parameters, each of them known to the route
 * @param body empty when there is none
 * @param headers those of {@link #HEADERS} that were sent
 * @param connection by which it came
 */
record Call(
        Route route,
        Map<String, String> path,
        Map<String, String> query,
        byte[] body,
        Map<String, String> headers,
        Connection connection) {

    /** A name that the caller gives a request, so that to send it again does nothing more. */
    static final String KEY = "Idempotency-Key";

    private static final Pattern VALID_KEY = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    /** What handlers may look at; all else is looked at before them. */
    static final List<String> HEADERS = List.of("Last-Event-ID", "Range", "If-Range", KEY);

    /** What an event stream that broke off had come to; empty when there was none. */
    String lastEventId() {
        return header("Last-Event-ID").orElse("");
    }

    /** By which this request is known when it is sent again. */
    Optional<String> key() {
        Optional<String> key = header(KEY);
        if (key.isPresent() && !VALID_KEY.matcher(key.get()).matches()) {
            throw new IllegalArgumentException(
                    KEY + " \"" + key.get() + "\" is none; use 1 to 64 letters, digits, '.', '_' or '-'");
        }
        return key;
    }

    /** The key, or what was made up for want of one. */
    String keyOrAny() {
        return key().orElseGet(() -> UUID.randomUUID().toString().substring(0, 8));
    }

    Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name));
    }

    String path(String name) {
        return path.get(name);
    }

    Optional<String> query(String name) {
        return Optional.ofNullable(query.get(name)).filter(value -> !value.isEmpty());
    }

    /** Zero unless said otherwise. */
    int signed(String name, int max) {
        String text = query(name).orElse("0");
        boolean isNegative = text.startsWith("-");
        int amount = (int) number(name, isNegative ? text.substring(1) : text, max);
        return isNegative ? -amount : amount;
    }

    int number(String name, int otherwise, int max) {
        return (int) longNumber(name, otherwise, max);
    }

    long longNumber(String name, long otherwise, long max) {
        return query(name).map(text -> number(name, text, max)).orElse(otherwise);
    }

    /** How many of a list. */
    int limit(int otherwise, int max) {
        return (int) query("limit")
                .map(text -> number("limit", text, 1, max))
                .orElse((long) otherwise)
                .longValue();
    }

    static long number(String name, String text, long max) {
        return number(name, text, 0, max);
    }

    private static long number(String name, String text, long min, long max) {
        try {
            long number = Long.parseLong(text);
            if (number >= min && number <= max) {
                return number;
            }
        } catch (NumberFormatException wrong) {
            // Said below.
        }
        throw new IllegalArgumentException(name + "=" + text + " is no number from " + min + " to " + max);
    }

    /** Such as 500ms, 30s, 2m. */
    Duration duration(String name, Duration otherwise, Duration max) {
        return query(name)
                .map(text -> shortest(Durations.parse(name, text), max))
                .orElse(otherwise);
    }

    private static Duration shortest(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    <T> T body(Class<T> type) {
        return Json.read(body, type);
    }
}
