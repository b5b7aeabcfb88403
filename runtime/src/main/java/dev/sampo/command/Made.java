package dev.sampo.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** What a command has made, as the value of its task: a map of plain values, for readers in any language. */
final class Made {
    static final String EXIT_CODE = "exit_code";
    static final String VALUE = "value";
    static final String STDOUT = "stdout";
    static final String STDERR = "stderr";
    static final String FILES = "files";

    /** A second value after the first would be lost. */
    private static final ObjectMapper JSON = new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private Made() {}

    /** @param value null for none */
    static Map<String, Object> of(int exitCode, Object value, String stdout, String stderr, Map<String, Object> files) {
        var made = new LinkedHashMap<String, Object>();
        made.put(EXIT_CODE, exitCode);
        if (value != null) {
            made.put(VALUE, value);
        }
        made.put(STDOUT, stdout);
        made.put(STDERR, stderr);
        if (!files.isEmpty()) {
            made.put(FILES, files);
        }
        return made;
    }

    /** A map of the user's own may have the same names for something else. */
    static boolean isMade(Object input) {
        return input instanceof Map<?, ?> map
                && map.get(EXIT_CODE) instanceof Integer
                && map.get(STDOUT) instanceof String
                && (!map.containsKey(FILES) || isFiles(map.get(FILES)));
    }

    private static boolean isFiles(Object input) {
        return input instanceof Map<?, ?> files
                && files.keySet().stream().allMatch(String.class::isInstance)
                && files.values().stream().allMatch(byte[].class::isInstance);
    }

    /** What a task has for those who read it: of a command its value. */
    static Object value(Object input) {
        if (input instanceof Optional<?> perhaps) {
            return perhaps.map(Made::value).orElse("");
        }
        if (!isMade(input)) {
            return input;
        }
        var made = (Map<?, ?>) input;
        return made.containsKey(VALUE) ? made.get(VALUE) : made.get(STDOUT);
    }

    /** A text stands for itself, bytes for their base64, all else for its JSON. */
    static String text(Object input) {
        Object value = value(input);
        if (value instanceof String text) {
            return text;
        }
        if (value instanceof byte[] bytes) {
            return Base64.getEncoder().encodeToString(bytes);
        }
        try {
            return JSON.writeValueAsString(plain(value));
        } catch (JsonProcessingException strange) {
            throw new IllegalArgumentException(
                    "a " + value.getClass().getName() + " cannot be given to a command; let the task before return a"
                            + " text, a number, a list or a map",
                    strange);
        }
    }

    /** Lists of what commands made are lists of their values. */
    private static Object plain(Object value) {
        return value instanceof Iterable<?> many
                ? java.util.stream.StreamSupport.stream(many.spliterator(), false)
                        .map(Made::value)
                        .map(Made::plain)
                        .toList()
                : value;
    }

    static Object read(String json) throws JsonProcessingException {
        return JSON.readValue(json, Object.class);
    }
}
