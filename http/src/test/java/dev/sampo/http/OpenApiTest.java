package dev.sampo.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The document says what is served, and nothing else. */
class OpenApiTest {
    @TempDir
    private Path directory;

    @Test
    void everyRouteIsInTheDocumentAndEveryReferenceLeadsSomewhere() throws IOException {
        try (var served = new Served(directory)) {
            JsonNode document =
                    new ObjectMapper().readTree(served.get(OpenApi.PATH).body());
            var told = new TreeSet<String>();
            document.get("paths").properties().forEach(path -> path.getValue()
                    .fieldNames()
                    .forEachRemaining(
                            method -> told.add(method.toUpperCase(java.util.Locale.ROOT) + " " + path.getKey())));
            assertThat(told)
                    .containsExactlyInAnyOrderElementsOf(served.routes().stream()
                            .map(route -> route.method() + " " + route.path())
                            .toList());
            for (JsonNode reference : document.findValues("$ref")) {
                String pointer = reference.asText().substring(1);
                assertThat(document.at(pointer).isMissingNode()).as(pointer).isFalse();
            }
            assertThat(document.findValuesAsText("operationId"))
                    .hasSameSizeAs(told)
                    .doesNotHaveDuplicates()
                    .contains("getJobsJobTasks", "postJobsJobCancel");
            JsonNode node = document.at("/components/schemas/NodeView/properties");
            assertThat(node.at("/last_heard/type").asText()).isEqualTo("integer");
            assertThat(node.at("/roles/type").asText()).isEqualTo("array");
        }
    }

    @Test
    void thePageTellsOfEveryRouteAndTheManualOfEveryCommand() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "http.md"));
        String manual = Files.readString(Path.of("..", "docs", "cli.md"));
        try (var served = new Served(directory)) {
            for (Route route : served.routes()) {
                assertThat(page).contains("`" + route.path() + "`");
            }
        }
        String commands = CommandRun.of().err();
        String names = commands.substring(commands.indexOf("One of: ") + 8, commands.indexOf('\n'));
        assertThat(names.split(", ")).contains("nodes", "explain", "network").allSatisfy(name -> assertThat(manual)
                .containsPattern("`(\\./sampo )?" + name + "[ `]"));
    }

    /** What is really answered has no field that the document does not tell of. */
    @Test
    void answersAreAsTheDocumentTells() throws IOException {
        try (var served = new Served(directory)) {
            var mapper = new ObjectMapper();
            JsonNode document = mapper.readTree(served.get(OpenApi.PATH).body());
            JsonNode node = mapper.readTree(served.get("/v1/nodes").body()).at("/nodes/0");
            JsonNode properties = document.at("/components/schemas/NodeView/properties");
            for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
                assertThat(properties.has(names.next())).isTrue();
            }
        }
    }
}
