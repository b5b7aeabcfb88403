package dev.sampo.http;

import dev.sampo.http.api.Json;
import java.time.Duration;
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
 * @param headers those of its route that were sent
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

    static final String LAST_EVENT_ID = "Last-Event-ID";

    private static final Pattern VALID_KEY = Pattern.compile("[A-Za-z0-9._-]{1,64}");

    /** What an event stream that broke off had come to. */
    Optional<String> lastEventId() {
        return header(LAST_EVENT_ID);
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

    /** What was said there; only what its route tells of can be asked for. */
    Optional<String> query(String name) {
        parameter(name);
        return Optional.ofNullable(query.get(name)).filter(value -> !value.isEmpty());
    }

    private Parameter parameter(String name) {
        return route.query(name)
                .orElseThrow(() -> new IllegalStateException(route.path() + " tells of no parameter " + name));
    }

    /** What was said, or what its route says is meant otherwise; nothing is zero. */
    int number(String name) {
        return (int) longNumber(name);
    }

    long longNumber(String name) {
        Parameter parameter = parameter(name);
        return query(name)
                .map(parameter::number)
                .orElseGet(() -> parameter.otherwise() instanceof Number usual ? usual.longValue() : 0L);
    }

    /** Such as 500ms, 30s, 2m; nothing is none. */
    Duration duration(String name) {
        var kind = (Parameter.Lasting) parameter(name).kind();
        return query(name)
                .map(text -> shortest(Durations.parse(name, text), kind.max()))
                .orElse(Duration.ZERO);
    }

    private static Duration shortest(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    <T> T body(Class<T> type) {
        return Json.read(body, type);
    }
}
