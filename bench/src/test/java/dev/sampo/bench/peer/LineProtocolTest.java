package dev.sampo.bench.peer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LineProtocolTest {
    private static List<JsonNode> talk(String lines) throws IOException {
        var said = new ByteArrayOutputStream();
        new LineProtocol(
                        new BufferedReader(new StringReader(lines)),
                        new PrintStream(said, true, StandardCharsets.UTF_8))
                .serve(request -> request.number("n") + 1, Map.of("driver", List.of(7)));
        var json = new ObjectMapper();
        return said.toString(StandardCharsets.UTF_8)
                .lines()
                .map(line -> tree(json, line))
                .toList();
    }

    private static JsonNode tree(ObjectMapper json, String line) {
        try {
            return json.readTree(line);
        } catch (IOException failure) {
            throw new AssertionError(line, failure);
        }
    }

    @Test
    void itIsReadyFirstAndAnswersEachLineUntilToldToQuit() throws IOException {
        var said = talk("W1 n=41\nPIDS\nQUIT\nW1 n=1\n");

        assertThat(said).hasSize(3);
        assertThat(said.get(0).get("ready").asBoolean()).isTrue();
        assertThat(said.get(1).get("sum").asLong()).isEqualTo(42);
        assertThat(said.get(1).get("secs").asDouble()).isPositive();
        assertThat(said.get(2).get("driver").get(0).asLong()).isEqualTo(7);
    }

    @Test
    void aLineThatMakesNoSenseIsAnsweredAndTheConversationGoesOn() throws IOException {
        var said = talk("W1 m=1\nW1 n\nW1 n=1\n");

        assertThat(said.get(1).get("error").asText()).contains("W1 needs n=..");
        assertThat(said.get(2).get("error").asText()).contains("\"n\" is no parameter");
        assertThat(said.get(3).get("sum").asLong()).isEqualTo(2);
    }
}
