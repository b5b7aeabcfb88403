package dev.sampo.http.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.exc.UnrecognizedPropertyException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The components of records, in their order, in snake case; what a stranger sends is read strictly and within bounds. */
public final class Json {
    private static final int DEPTH_MAX = 16;
    private static final int TEXT_MAX = 64 << 10;
    private static final int NUMBER_MAX = 64;
    private static final int LARGE_DEPTH_MAX = 60;
    private static final int LARGE_NUMBER_MAX = 1_000;

    private static final ObjectMapper ANSWERS = JsonMapper.builder()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
            .build();

    private Json() {}

    /** Made when the first body comes: a command needs none. */
    private static final class Strict {
        private static final ObjectMapper MAPPER = mapper(DEPTH_MAX, TEXT_MAX, NUMBER_MAX);
    }

    /** For values, which are as large as they are, within the bounds of bodies. */
    private static final class Large {
        private static final ObjectMapper MAPPER = mapper(LARGE_DEPTH_MAX, Integer.MAX_VALUE, LARGE_NUMBER_MAX);
    }

    private static ObjectMapper mapper(int depth, int text, int number) {
        return JsonMapper.builder(new JsonFactoryBuilder()
                        .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                        .streamReadConstraints(StreamReadConstraints.builder()
                                .maxNestingDepth(depth)
                                .maxStringLength(text)
                                .maxNumberLength(number)
                                .build())
                        .build())
                .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
                .enable(DeserializationFeature.USE_LONG_FOR_INTS)
                .build();
    }

    /**
     * Reads what was sent.
     *
     * @throws BadJson when it is not what it should be
     */
    public static <T> T read(byte[] body, Class<T> type) {
        return read(Strict.MAPPER, body, type);
    }

    /** As {@link #read}, of what has a value of somebody's in it: whole numbers are Longs, if they fit. */
    public static <T> T readLarge(byte[] body, Class<T> type) {
        return read(Large.MAPPER, body, type);
    }

    private static <T> T read(ObjectMapper mapper, byte[] body, Class<T> type) {
        try {
            T read = mapper.readValue(text(body), type);
            if (read == null) {
                throw new BadJson("BAD_JSON", "the body is null; send an object");
            }
            return read;
        } catch (JsonMappingException wrong) {
            throw explained(wrong);
        } catch (JsonProcessingException malformed) {
            throw malformed(malformed, "");
        } catch (IOException undecodable) {
            throw new BadJson("BAD_JSON", "the body is not UTF-8");
        }
    }

    /** Bytes that are no UTF-8 are no text; Jackson by itself reads some of them, such as a zero of two bytes. */
    private static String text(byte[] body) throws CharacterCodingException {
        return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(body)).toString();
    }

    private static BadJson explained(JsonMappingException wrong) {
        String where = wrong.getPath().stream()
                .map(step -> step.getFieldName() == null ? "[" + step.getIndex() + "]" : step.getFieldName())
                .collect(Collectors.joining("."));
        if (wrong instanceof UnrecognizedPropertyException unknown) {
            return new BadJson(
                    "UNKNOWN_FIELD",
                    "field \"" + where + "\" is not known; known are "
                            + unknown.getKnownPropertyIds().stream()
                                    .map(Object::toString)
                                    .sorted()
                                    .collect(Collectors.joining(", ")));
        }
        if (wrong.getCause() instanceof JsonProcessingException malformed) {
            return malformed(malformed, where);
        }
        if (wrong.getCause() instanceof IllegalArgumentException refused) {
            return new BadJson("BAD_FIELD", refused.getMessage());
        }
        return new BadJson(
                "BAD_FIELD",
                (where.isEmpty() ? "the body" : "field \"" + where + "\"") + " is not of the kind it should be"
                        + at(wrong.getLocation()) + "; GET /v1/openapi.json has what is");
    }

    private static BadJson malformed(JsonProcessingException malformed, String where) {
        boolean isTooMuch = malformed instanceof StreamConstraintsException;
        String what = isTooMuch
                ? "nested deeper than it may be, or with a text or number that is too long"
                : "not JSON, has a name twice, or goes on after its end";
        return new BadJson(
                isTooMuch ? "JSON_TOO_DEEP" : "BAD_JSON",
                "the body is " + what + (where.isEmpty() ? "" : " in \"" + where + "\"") + at(malformed.getLocation()));
    }

    private static String at(JsonLocation location) {
        return location == null || location.getLineNr() < 0
                ? ""
                : ", at line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    /** Reads what a node of ours has answered, perhaps a newer one. */
    public static <T> T readAnswer(byte[] body, Class<T> type) throws IOException {
        return ANSWERS.readValue(body, type);
    }

    /** Reads an object that comes with this program. */
    public static Map<String, Object> readOwn(byte[] own) {
        try {
            return ANSWERS.readValue(own, new TypeReference<TreeMap<String, Object>>() {});
        } catch (IOException broken) {
            throw new IllegalStateException("what is to be JSON is not", broken);
        }
    }

    public static byte[] write(Object object) {
        try {
            return ANSWERS.writeValueAsBytes(object);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException("cannot write " + object.getClass().getName() + " as JSON", impossible);
        }
    }

    /** A body that cannot be taken; the message says where and why. */
    public static final class BadJson extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final String code;

        BadJson(String code, String message) {
            super(message, null, false, false);
            this.code = code;
        }

        public String code() {
            return code;
        }
    }
}
