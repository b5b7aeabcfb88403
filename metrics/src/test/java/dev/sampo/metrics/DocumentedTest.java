package dev.sampo.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sampo.telemetry.Event;
import dev.sampo.telemetry.Listener;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the page tells of is what there is, and what the dashboard draws. */
class DocumentedTest {
    private static final Path DOCS = Path.of("..", "docs");
    private static final Pattern NAME = Pattern.compile("sampo_[a-z_]+");

    private static PrometheusMeterRegistry filled() {
        var registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
        Listener listener = SampoMetrics.listener(Examples::load, registry, 10);
        Examples.all().forEach(listener::on);
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
        JsonNode dashboard = new ObjectMapper().readTree(Files.readString(DOCS.resolve("grafana.json")));
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
    void everySeriesHasAHelpText() {
        String scrape = filled().scrape();
        assertThat(scrape.lines().filter(line -> line.startsWith("# HELP ")))
                .allSatisfy(line -> assertThat(line.split(" ", 4)).hasSize(4));
    }
}
