package dev.sampo.http;

import dev.sampo.http.api.NodeView;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Something that a request may say besides its body: in the query of its path, or in a header. What may stand there is told in the
 * OpenAPI document by the same words by which it is checked.
 *
 * @param otherwise what is meant when nothing is said; null when that is no value of its own
 */
record Parameter(String name, Kind kind, boolean isRequired, Object otherwise, String description) {

    /** What may stand there. */
    sealed interface Kind {}

    record Text() implements Kind {}

    record Whole(long min, long max) implements Kind {}

    record OneOf(List<String> names) implements Kind {}

    /** A duration; longer ones count as this. */
    record Lasting(Duration max) implements Kind {}

    /** A date and a time of day in some zone. */
    record Moment() implements Kind {}

    static Parameter text(String name, String description) {
        return new Parameter(name, new Text(), false, null, description);
    }

    static Parameter whole(String name, long min, long max, String description) {
        return new Parameter(name, new Whole(min, max), false, null, description);
    }

    /** How many of a list, from 1 on. */
    static Parameter limit(int usual, int max) {
        return whole("limit", 1, max, "at most so many").usually(usual);
    }

    static Parameter oneOf(String name, List<String> names, String description) {
        return new Parameter(name, new OneOf(names), false, null, description);
    }

    static Parameter oneOf(String name, Enum<?>[] constants, String description) {
        return oneOf(name, Arrays.stream(constants).map(NodeView::lower).toList(), description);
    }

    /** What was said of a parameter that is one of these. */
    static <E extends Enum<E>> E constant(String name, E[] constants) {
        return Arrays.stream(constants)
                .filter(each -> NodeView.lower(each).equals(name))
                .findFirst()
                .orElseThrow();
    }

    static Parameter lasting(String name, Duration max, String description) {
        return new Parameter(name, new Lasting(max), false, "0s", description);
    }

    static Parameter moment(String name, String description) {
        return new Parameter(name, new Moment(), false, null, description);
    }

    Parameter usually(Object value) {
        return new Parameter(name, kind, isRequired, value, description);
    }

    Parameter required() {
        return new Parameter(name, kind, true, otherwise, description);
    }

    /** Refuses what may not stand there. */
    void check(String value) {
        if (kind instanceof Whole) {
            number(value);
        } else if (kind instanceof OneOf one && !one.names().contains(value)) {
            throw new IllegalArgumentException(
                    name + "=" + value + " is not known; there are " + String.join(", ", one.names()));
        } else if (kind instanceof Lasting) {
            Durations.parse(name, value);
        } else if (kind instanceof Moment) {
            moment(value);
        }
    }

    private void moment(String value) {
        try {
            OffsetDateTime.parse(value);
        } catch (DateTimeParseException wrong) {
            throw new IllegalArgumentException(
                    name + "=" + value + " is no date and time; write them as 2030-01-31T12:00:00Z", wrong);
        }
    }

    long number(String value) {
        var whole = (Whole) kind;
        try {
            long number = Long.parseLong(value);
            if (number >= whole.min() && number <= whole.max()) {
                return number;
            }
        } catch (NumberFormatException wrong) {
            // Said below.
        }
        throw new IllegalArgumentException(
                name + "=" + value + " is no number from " + whole.min() + " to " + whole.max());
    }

    /** In words of JSON Schema. */
    Map<String, Object> schema() {
        var schema = new LinkedHashMap<String, Object>();
        if (kind instanceof Whole whole) {
            schema.put("type", "integer");
            schema.put("format", whole.max() <= Integer.MAX_VALUE ? "int32" : "int64");
            schema.put("minimum", whole.min());
            schema.put("maximum", whole.max());
        } else {
            schema.put("type", "string");
        }
        if (kind instanceof OneOf one) {
            schema.put("enum", one.names());
        } else if (kind instanceof Lasting) {
            schema.put("pattern", "^[0-9]+(ms|s|m|h)$");
        } else if (kind instanceof Moment) {
            schema.put("format", "date-time");
        }
        if (otherwise != null) {
            schema.put("default", otherwise);
        }
        return schema;
    }
}
