package dev.sampo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class SimulateCommandTest {

    @Test
    void aSimulationTellsWhatItCameTo() throws IOException {
        var run = CommandLineRun.of("simulate", "--seeds", "20", "--from", "7", "--output", "json");
        assertThat(run.code()).as(run.out()).isZero();
        var json = run.json();
        assertThat(json.path("seeds").asLong()).isEqualTo(20);
        assertThat(json.path("from").asLong()).isEqualTo(7);
        assertThat(json.path("violations").asLong()).isZero();
        assertThat(json.path("steps").asLong()).isPositive();
        assertThat(json.path("transcript_hash").asText()).matches("[0-9a-f]{16}");
        assertThat(json.has("crashes")).isTrue();
        assertThat(json.has("lost")).isTrue();
        assertThat(json.has("doubled")).isTrue();
    }

    @Test
    void theSameSeedsGiveTheSameTranscript() throws IOException {
        var once = CommandLineRun.of("simulate", "--seeds", "5", "--output", "json")
                .json();
        var again = CommandLineRun.of("simulate", "--seeds", "5", "--output", "json")
                .json();
        assertThat(again.path("transcript_hash")).isEqualTo(once.path("transcript_hash"));
    }

    @Test
    void aTraceTellsOneSeed() {
        var run = CommandLineRun.of("simulate", "--from", "3", "--seeds", "1", "--trace");
        assertThat(run.code()).isZero();
        assertThat(run.out()).startsWith("seed 3: clean");
    }

    @Test
    void aTraceOfManySeedsIsRefused() {
        var run = CommandLineRun.of("simulate", "--seeds", "2", "--trace");
        assertThat(run.code()).isEqualTo(ExitCode.USAGE.number());
        assertThat(run.err()).contains("--seeds 1");
    }
}
