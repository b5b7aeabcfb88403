package dev.sampo.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The document says what is served, and nothing else. */
class OpenApiTest {
    @RegisterExtension
    static final Served served = Served.duringTheClass();

    @TempDir
    private Path directory;

    @Test
    void everyRouteIsInTheDocumentAndEveryReferenceLeadsSomewhere() throws IOException {
        JsonNode document = new ObjectMapper().readTree(served.get(OpenApi.PATH).body());
        var told = new TreeSet<String>();
        document.get("paths").properties().forEach(path -> path.getValue()
                .fieldNames()
                .forEachRemaining(method -> told.add(method.toUpperCase(Locale.ROOT) + " " + path.getKey())));
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

    /** The document is made of the declarations that requests are checked by; this is what comes of it outside. */
    @Test
    void whatADocumentedParameterMayBeIsTakenAndAllElseRefused() throws IOException {
        JsonNode paths =
                new ObjectMapper().readTree(served.get(OpenApi.PATH).body()).get("paths");
        int seen = 0;
        for (Route route : served.routes()) {
            JsonNode told = paths.at("/" + route.path().replace("/", "~1") + "/"
                    + route.method().toLowerCase(Locale.ROOT) + "/parameters");
            for (JsonNode parameter : told) {
                if (!parameter.get("in").asText().equals("path")) {
                    seen++;
                    assertTaken(route, parameter);
                }
            }
            assertThat(refusal(route, "query", "nonsense", "1")).contains("not \\\"nonsense\\\"");
        }
        assertThat(seen).isGreaterThan(30);
    }

    private static void assertTaken(Route route, JsonNode parameter) {
        String in = parameter.get("in").asText();
        String name = parameter.get("name").asText();
        for (String wrong : wrong(parameter.get("schema"))) {
            assertThat(refusal(route, in, name, wrong))
                    .as("%s %s", route.method(), route.path())
                    .contains("\"status\":400", "\"detail\":\"" + name + "=" + wrong + " ");
        }
        if (route.method().equals("GET")) { // The others would do something.
            for (String right : right(parameter.get("schema"))) {
                assertThat(refusal(route, in, name, right))
                        .as("%s?%s=%s", route.path(), name, right)
                        .doesNotContain("\"detail\":\"" + name);
            }
        }
    }

    private static String refusal(Route route, String in, String name, String value) {
        String path = route.path().replaceAll("\\{[a-z]+}", "x");
        return in.equals("query")
                ? served.ask(route.method(), path + "?" + name + "=" + value, "")
                        .body()
                : served.ask(route.method(), path, "", name + ": " + value).body();
    }

    private static List<String> wrong(JsonNode schema) {
        if (schema.get("type").asText().equals("integer")) {
            BigInteger min = schema.get("minimum").bigIntegerValue();
            BigInteger max = schema.get("maximum").bigIntegerValue();
            return List.of(
                    "1.5",
                    "many",
                    min.subtract(BigInteger.ONE).toString(),
                    max.add(BigInteger.ONE).toString());
        }
        if (schema.has("pattern")) {
            return List.of("soon", "10", "-1s");
        }
        return schema.has("enum") ? List.of("nonsense", "ON") : List.of();
    }

    private static List<String> right(JsonNode schema) {
        var values = new ArrayList<String>();
        for (String bound : List.of("minimum", "maximum", "default")) {
            if (schema.has(bound)) {
                values.add(schema.get(bound).asText());
            }
        }
        schema.path("enum").forEach(each -> values.add(each.asText()));
        if (schema.has("pattern")) {
            values.addAll(List.of("10ms", "1s", "2m", "1h"));
        }
        return values;
    }

    @Test
    void headersThatMatterAndHowProblemsComeAreInTheDocument() throws IOException {
        JsonNode document = new ObjectMapper().readTree(served.get(OpenApi.PATH).body());
        for (Route route : served.routes()) {
            JsonNode operation = document.at("/paths/" + route.path().replace("/", "~1") + "/"
                    + route.method().toLowerCase(Locale.ROOT));
            boolean isStream = operation.at("/responses/200/content").has("text/event-stream");
            assertThat(operation.get("parameters").findValuesAsText("name").contains("Last-Event-ID"))
                    .as(route.path())
                    .isEqualTo(isStream);
            assertThat(operation.get("responses").has("401")).isEqualTo(route.access() != Route.Access.EVERYBODY);
            boolean givesParts =
                    operation.get("parameters").findValuesAsText("name").contains("Range");
            assertThat(operation.get("responses").has("206")).isEqualTo(givesParts);
            assertThat(operation.get("responses").has("416")).isEqualTo(givesParts);
            assertThat(operation.at("/responses/429/$ref").asText()).isEqualTo("#/components/responses/Later");
        }
        assertThat(document.at("/components/responses/Later/headers").has("Retry-After"))
                .isTrue();
        assertThat(document.at("/components/responses/Problem/content").has("application/problem+json"))
                .isTrue();
        assertThat(document.at("/info/description").asText()).contains("same job", "409");
    }

    @Test
    void theDocumentIsValid() throws IOException, InterruptedException {
        assumeTrue(
                python("import openapi_spec_validator") == 0,
                "no openapi_spec_validator for Python: install the package python3-openapi-spec-validator");
        Path file = directory.resolve("openapi.json");
        Files.writeString(file, served.get(OpenApi.PATH).body());
        assertThat(python(
                        "import json, sys; from openapi_spec_validator import validate_spec as v; v(json.load(open(sys.argv[1])))",
                        file.toString()))
                .isZero();
    }

    private static int python(String... program) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("python3", "-W", "ignore", "-c"));
        command.addAll(List.of(program));
        try {
            return new ProcessBuilder(command).inheritIO().start().waitFor();
        } catch (IOException noPython) {
            return -1;
        }
    }

    @Test
    void thePageTellsOfEveryRouteAndTheManualOfEveryCommand() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "http.md"));
        String manual = Files.readString(Path.of("..", "docs", "cli.md"));
        for (Route route : served.routes()) {
            assertThat(page).contains("`" + route.path() + "`");
        }
        String commands = CommandRun.of().err();
        String names = commands.substring(commands.indexOf("One of: ") + 8, commands.indexOf('\n'));
        assertThat(names.split(", ")).contains("nodes", "explain", "network").allSatisfy(name -> assertThat(manual)
                .containsPattern("`(\\./sampo )?" + name + "[ `]"));
    }

    /** What is really answered has no field that the document does not tell of. */
    @Test
    void answersAreAsTheDocumentTells() throws IOException {
        var mapper = new ObjectMapper();
        JsonNode document = mapper.readTree(served.get(OpenApi.PATH).body());
        JsonNode node = mapper.readTree(served.get("/v1/nodes").body()).at("/nodes/0");
        JsonNode properties = document.at("/components/schemas/NodeView/properties");
        for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
            assertThat(properties.has(names.next())).isTrue();
        }
    }
}
