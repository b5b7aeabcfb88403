package dev.sampo.http.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class JsonTextTest {
    enum Colour {
        RED {
            @Override
            public String toString() {
                return "not this";
            }
        }
    }

    record Pair(Object left, Object right) {}

    private static String json(Object value) {
        return JsonText.whole(value).utf8String();
    }

    @Test
    void valuesOfTheJdkAreWhatOneExpects() {
        assertThat(json(null)).isEqualTo("null");
        assertThat(json(Arrays.asList(1, 2L, (short) 3, (byte) 4, 1.5f, 2.5, true, null)))
                .isEqualTo("[1,2,3,4,1.5,2.5,true,null]");
        assertThat(json(List.of(BigInteger.TWO.pow(70), new BigDecimal("1E+3"), Double.POSITIVE_INFINITY)))
                .isEqualTo("[1180591620717411303424,1E+3,\"Infinity\"]");
        assertThat(json(List.of('x', Colour.RED, new UUID(1, 2), Duration.ofMinutes(2), Instant.EPOCH)))
                .isEqualTo(
                        "[\"x\",\"RED\",\"00000000-0000-0001-0000-000000000002\",\"PT2M\",\"1970-01-01T00:00:00Z\"]");
        assertThat(json(List.of(Optional.of(1), Optional.empty(), OptionalInt.of(3))))
                .isEqualTo("[1,null,3]");
        assertThat(json(new int[][] {{1, 2}, {}})).isEqualTo("[[1,2],[]]");
        assertThat(json(List.of(new byte[] {1, 2, 3, 4}))).isEqualTo("[\"AQIDBA==\"]");
        assertThat(json(new Pair("a", new Pair(1, List.of()))))
                .isEqualTo("{\"left\":\"a\",\"right\":{\"left\":1,\"right\":[]}}");
        assertThat(json(Map.entry("a", 1))).isEqualTo("{\"key\":\"a\",\"value\":1}");
    }

    @Test
    void aMapWhoseKeysAreNoNamesIsAListOfPairs() {
        assertThat(json(Map.of(1, "a"))).isEqualTo("{\"1\":\"a\"}");
        assertThat(json(Map.of(new Pair(1, 2), "a"))).isEqualTo("[[{\"left\":1,\"right\":2},\"a\"]]");
    }

    @Test
    void textsOfAnyKindComeBackAsTheyWere() throws IOException {
        var all = new StringBuilder();
        for (char letter = 0; letter < 0x3000; letter++) {
            all.append(letter);
        }
        all.append("\uD83D\uDE00".repeat(20_000)).append("\"\\/");
        var map = new LinkedHashMap<String, Object>();
        map.put(all.substring(0, 200), List.of(all.toString(), all.reverse().toString()));
        assertThat(new ObjectMapper().readValue(json(map), Object.class)).isEqualTo(map);
    }

    @Test
    void bytesOfAnyLengthComeBackAsTheyWere() throws IOException {
        var mapper = new ObjectMapper();
        for (int size : new int[] {0, 1, 2, 3, 6 * 1024 - 1, 6 * 1024, 6 * 1024 + 1, 100_000}) {
            var bytes = new byte[size];
            Arrays.fill(bytes, (byte) 0xA5);
            assertThat(mapper.readTree(json(List.of(bytes))).get(0).binaryValue())
                    .isEqualTo(bytes);
        }
    }

    @Test
    void aLongValueComesInPiecesOfBoundedSize() {
        var rows = new ArrayList<Object>();
        for (int i = 0; i < 50_000; i++) {
            rows.add(new Pair(i, "row " + i));
        }
        rows.add("x".repeat(1_000_000));
        int pieces = 0;
        for (JsonText text = JsonText.of(rows); text.hasNext(); pieces++) {
            assertThat(text.next().size()).isLessThan(64 << 10);
        }
        assertThat(pieces).isGreaterThan(50);
    }

    @Test
    void whatHasNoFormIsNamedWithItsPlace() {
        assertThatThrownBy(() -> json(new Pair(1, List.of(2, Map.of("a", new Object())))))
                .isInstanceOf(NotJson.class)
                .hasMessage(
                        ".right[1].a: a java.lang.Object has no form in JSON; let the task return a record, a list, a map,"
                                + " a text, a number or bytes");
    }

    @Test
    void aValueThatHasNoEndIsRefused() {
        var self = new ArrayList<Object>();
        self.add(self);
        assertThatThrownBy(() -> json(self)).isInstanceOf(NotJson.class).hasMessageContaining("nested deeper");
    }
}
