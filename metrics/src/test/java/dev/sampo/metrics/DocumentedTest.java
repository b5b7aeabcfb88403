package dev.sampo.metrics;

import static dev.sampo.harness.NeededProgram.need;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sampo.telemetry.Event;
import dev.sampo.telemetry.Listener;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the page tells of is what there is, and what the dashboard draws. */
class DocumentedTest {
    private static final Path DOCS = Path.of("..", "docs");
    private static final Pattern NAME = Pattern.compile("sampo_[a-z_]+");
    private static final Pattern BY = Pattern.compile("by \\(([a-z, ]+)\\)");

    private static PrometheusMeterRegistry filled() {
        var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        Listener listener = SampoMetrics.listener(Examples::load, registry, 10);
        Examples.all().forEach(listener::on);
        var door = new DoorMeters(registry, () -> List.of(new DoorMeters.TaskQueue("mail", 3, 2, 1)), 10);
        door.look();
        door.runOut("mail");
        door.answered("GET", "/v1/jobs/{job}", 200, 1_000_000);
        door.refused(401);
        door.spans(() -> 7, () -> 1);
        return registry;
    }

    private static Set<String> names(String text) {
        return NAME.matcher(text).results().map(MatchResult::group).collect(Collectors.toCollection(TreeSet::new));
    }

    /** As Prometheus knows them, without what it adds to those of histograms. */
    private static Set<String> served() {
        return filled().scrape()
                .lines()
                .filter(line -> line.startsWith("# TYPE "))
                .map(line -> line.split(" ")[2])
                .filter(name -> !name.endsWith("_seconds_max"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void thereIsAnExampleOfEachEvent() {
        Set<Class<?>> told = new HashSet<>();
        Examples.all().forEach(event -> told.add(event.getClass()));
        assertThat(told).containsExactlyInAnyOrderElementsOf(leaves(Event.class));
    }

    private static List<Class<?>> leaves(Class<?> type) {
        return type.isSealed()
                ? Arrays.stream(type.getPermittedSubclasses())
                        .flatMap(each -> leaves(each).stream())
                        .distinct()
                        .toList()
                : List.of(type);
    }

    @Test
    void thePageTellsOfEveryMetricAndOfNoOther() throws IOException {
        String page = Files.readString(DOCS.resolve("metrics.md"));
        Set<String> told = page.lines()
                .filter(line -> line.startsWith("| `sampo_"))
                .flatMap(line -> names(line.split("\\|")[1]).stream())
                .collect(Collectors.toCollection(TreeSet::new));
        assertThat(told).isEqualTo(served());
    }

    @Test
    void theDashboardDrawsNothingThatIsNotServedAndAllThatIs() throws IOException {
        JsonNode dashboard = dashboard();
        Set<String> drawn = new TreeSet<>();
        for (JsonNode expression : dashboard.findValues("expr")) {
            for (String name : names(expression.asText())) {
                drawn.add(name.replaceFirst("_seconds_(bucket|count|sum|max)$", "_seconds"));
            }
        }
        assertThat(drawn).isEqualTo(served());
        Stream<Integer> ids = dashboard.get("panels").findValues("id").stream().map(JsonNode::asInt);
        assertThat(ids).doesNotHaveDuplicates();
    }

    @Test
    void theDashboardGroupsByLabelsThatThereAre() throws IOException {
        List<String> served = filled().scrape().lines().toList();
        for (String expression : expressions()) {
            String name = names(expression).stream().findFirst().orElse("");
            Matcher by = BY.matcher(expression);
            while (!name.isEmpty() && by.find()) {
                for (String label : by.group(1).split(", ")) {
                    assertThat(served)
                            .as(expression)
                            .anyMatch(line -> label.equals("instance")
                                    || line.startsWith(name + "{") && line.contains(label + "=\""));
                }
            }
        }
    }

    @Test
    void thePanelsOfTheDashboardLieSideBySideAndSayInWhichUnitTheyAre() throws IOException {
        var taken = new HashSet<List<Integer>>();
        for (JsonNode panel : dashboard().get("panels")) {
            JsonNode place = panel.get("gridPos");
            for (int x = place.get("x").asInt();
                    x < place.get("x").asInt() + place.get("w").asInt();
                    x++) {
                for (int y = place.get("y").asInt();
                        y < place.get("y").asInt() + place.get("h").asInt();
                        y++) {
                    assertThat(taken.add(List.of(x, y)) && x < 24)
                            .as(panel.get("title").asText())
                            .isTrue();
                }
            }
            if (panel.has("targets")) {
                assertThat(panel.at("/fieldConfig/defaults/unit").asText()).isNotEmpty();
                assertThat(panel.at("/datasource/uid").asText()).isEqualTo("${datasource}");
            }
        }
    }

    /** Prometheus' own tool reads what is served, and the expressions. */
    @Test
    void prometheusUnderstandsWhatIsServedAndWhatIsDrawn(@TempDir Path directory) throws Exception {
        need(
                "promtool",
                Stream.of(System.getenv("PATH").split(File.pathSeparator))
                        .anyMatch(each -> Files.isExecutable(Path.of(each, "promtool"))),
                "no promtool on the PATH");
        Path scrape = Files.writeString(directory.resolve("scrape"), filled().scrape());
        assertThat(said(new ProcessBuilder("promtool", "check", "metrics").redirectInput(scrape.toFile())))
                .isEmpty();

        var rules = new StringBuilder("groups: [{name: drawn, rules: [");
        for (String expression : expressions()) {
            rules.append("{record: drawn, expr: '")
                    .append(expression.replace("$__rate_interval", "1m").replace("$instance", ".*"))
                    .append("'},\n");
        }
        Path file = Files.writeString(directory.resolve("rules.yml"), rules + "]}]\n");
        assertThat(said(new ProcessBuilder("promtool", "check", "rules", "--lint=none", file.toString())))
                .contains("SUCCESS: " + expressions().size() + " rules found");
    }

    private static String said(ProcessBuilder command) throws IOException, InterruptedException {
        Process process = command.redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }

    private static JsonNode dashboard() throws IOException {
        return new ObjectMapper().readTree(Files.readString(DOCS.resolve("grafana.json")));
    }

    private static List<String> expressions() throws IOException {
        return dashboard().findValuesAsText("expr");
    }

    @Test
    void everySeriesHasAHelpText() {
        String scrape = filled().scrape();
        assertThat(scrape.lines().filter(line -> line.startsWith("# HELP ")))
                .allSatisfy(line -> assertThat(line.split(" ", 4)).hasSize(4));
    }
}
