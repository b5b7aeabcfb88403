package dev.sampo.cli.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.typesafe.config.ConfigFactory;
import dev.sampo.cli.Main;
import dev.sampo.cli.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** It measures something, says it in units, and leaves nothing behind. */
@Timeout(120)
class BenchCommandTest {
    @TempDir
    private Path directory;

    @Test
    void whatItMeasuresHasNumbersAndItsNodeIsGone() throws Exception {
        String out = run("bench", "--tasks", "200", "--data", directory.toString(), "-o", "json");
        JsonNode json = new ObjectMapper().readTree(out);
        assertThat(json.get("tasks").asInt()).isEqualTo(200);
        assertThat(json.get("hops").asInt()).isEqualTo(20);
        for (String measured : new String[] {"tasks_per_second", "hop_micros", "submit_millis", "syncs_per_second"}) {
            assertThat(json.get(measured).asDouble()).as(measured).isPositive();
        }
        assertThat(json.get("submit_millis_p99").asDouble())
                .isGreaterThanOrEqualTo(json.get("submit_millis").asDouble());
        try (var left = Files.list(directory)) {
            assertThat(left).isEmpty();
        }
    }

    private static String run(String... args) {
        var out = new ByteArrayOutputStream();
        var stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        var err = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        assertThat(Main.run(new Terminal(stream, err, false, false, false), args))
                .isZero();
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void theJournalThatIsConfiguredIsNotTouched() {
        var configured = ConfigFactory.parseString("sampo.journal.home = postgresql, sampo.node.cpus = 3");
        var used = Bench.config(directory, configured);
        assertThat(used.getString("sampo.journal.home")).isEqualTo("local");
        assertThat(used.getInt("sampo.node.cpus")).isEqualTo(3);
    }

    @Test
    void figuresAreToldToThreePlaces() {
        assertThat(BenchReport.rounded(40_123.4)).isEqualTo(40_100);
        assertThat(BenchReport.rounded(0.012345)).isEqualTo(0.0123);
        assertThat(new BenchReport(2, "17", "Linux", 10, 40_100, 1, 45.1, 200, 1.2, 9.8, 812, 3.1).text())
                .contains("tasks      40,100 a second", "45.1 us", "1.2 ms", "longer than 9.8 ms", "812 syncs/s");
    }
}
