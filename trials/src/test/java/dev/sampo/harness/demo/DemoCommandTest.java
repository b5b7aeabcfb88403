package dev.sampo.harness.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sampo.cli.Terminal;
import dev.sampo.harness.demo.DemoText.Findings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class DemoCommandTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int demo(String... arguments) {
        var terminal = new Terminal(stream(out), stream(err), false, false, false);
        return new DemoCommand.Found().entries(terminal).get(0).line().get().execute(arguments);
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    /** Acceptance 4 and 5. */
    @Test
    void aWorkerAndTheSchedulerAreKilledAndNothingIsLostNorDoneTwice() throws IOException {
        int code = demo("--pages", "100", "--output", "json");

        assertThat(code).as(err.toString(StandardCharsets.UTF_8)).isZero();
        JsonNode json = new ObjectMapper().readTree(out.toString(StandardCharsets.UTF_8));
        assertThat(json.path("correct").asBoolean()).isTrue();
        assertThat(json.path("tasks").asInt()).isEqualTo(204);
        assertThat(json.path("kills").asInt()).isEqualTo(2);
        assertThat(json.path("lost").asInt()).isZero();
        assertThat(json.path("finished_rerun").asInt()).isZero();
        assertThat(json.path("failover_ms").asLong()).isPositive();
        assertThat(json.at("/runs_by_node")).hasSize(3);
    }

    @Test
    void aDifferenceIsNoticed() {
        var pages = DemoText.pages(3, 50);
        Findings right = Findings.directly(pages);
        assertThat(new Findings(
                        DemoText.merge(pages.stream().map(DemoText::words).toList()), right.letters()))
                .isEqualTo(right);
        assertThat(new Findings(
                        DemoText.merge(
                                pages.stream().skip(1).map(DemoText::words).toList()),
                        right.letters()))
                .isNotEqualTo(right);
    }
}
