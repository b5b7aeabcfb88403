package dev.sampo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

    @Test
    void aWorkloadGetsItsSchedule(@TempDir Path directory) throws IOException {
        Path workload = Files.writeString(directory.resolve("chain.json"), """
                {"tasks": [{"id": "a", "duration": 2, "req": {"cpu": 1}, "deps": []},
                           {"id": "b", "duration": 3, "req": {"cpu": 1}, "deps": ["a"]}],
                 "nodes": [{"id": "n1", "cap": {"cpu": 1}}]}
                """);
        Path schedule = directory.resolve("schedule.csv");
        var run = CommandLineRun.of(
                "simulate",
                "--workload",
                workload.toString(),
                "--policy",
                "fifo",
                "--estimates",
                "exact",
                "--schedule",
                schedule.toString(),
                "--output",
                "json");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.json().path("makespan").asDouble()).isEqualTo(5);
        assertThat(run.json().path("tasks").asInt()).isEqualTo(2);
        assertThat(Files.readAllLines(schedule)).containsExactly("task,node,start,end", "a,n1,0,2", "b,n1,2,5");
    }

    @Test
    void aPlanKnowsDurationsUnlessSomethingElseIsSaid(@TempDir Path directory) throws IOException {
        Path workload = Files.writeString(directory.resolve("two.json"), """
                {"tasks": [{"id": "a", "duration": 2, "req": {"cpu": 1}}, {"id": "b", "duration": 3, "req": {"cpu": 1}}],
                 "nodes": [{"id": "n1", "cap": {"cpu": 1}}]}
                """);
        var plan = CommandLineRun.of(
                "simulate", "--workload", workload.toString(), "--policy", "plan", "--budget", "100", "-o", "json");
        assertThat(plan.code()).as(plan.err()).isZero();
        assertThat(plan.json().path("estimates").asText()).isEqualTo("exact");
        assertThat(plan.json().path("makespan").asDouble()).isEqualTo(5);

        var bad = CommandLineRun.of("simulate", "--workload", workload.toString(), "--budget", "soon");
        assertThat(bad.code()).isEqualTo(ExitCode.USAGE.number());
        assertThat(bad.err()).contains("soon", "500ms");
    }

    @Test
    void whatIsWrongWithAWorkloadIsSaid(@TempDir Path directory) throws IOException {
        Path workload = Files.writeString(directory.resolve("none.json"), "{}");
        var empty = CommandLineRun.of("simulate", "--workload", workload.toString());
        assertThat(empty.code()).isEqualTo(ExitCode.USAGE.number());
        assertThat(empty.err()).contains("none.json").doesNotContain("\tat ");
        var policy = CommandLineRun.of("simulate", "--workload", workload.toString(), "--policy", "best");
        assertThat(policy.code()).isEqualTo(ExitCode.USAGE.number());
        assertThat(policy.err()).contains("best", "fifo");
        var missing = CommandLineRun.of("simulate", "--workload", "no-such-file.json");
        assertThat(missing.code()).isEqualTo(ExitCode.IO_ERROR.number());
        assertThat(missing.err()).contains("no-such-file.json: no such file");
    }

    @Test
    void seedsAndWorkloadExcludeEachOther() {
        var run = CommandLineRun.of("simulate", "--workload", "graph.json", "--seeds", "5");
        assertThat(run.code()).isEqualTo(ExitCode.USAGE.number());
        assertThat(run.err()).contains("--seeds", "--workload");
    }

    @Test
    void podsFillAClusterOfGpus(@TempDir Path directory) throws IOException {
        Path pods = Files.writeString(directory.resolve("pods.csv"), """
                cpu_milli,memory_mib,num_gpu,gpu_milli,gpu_spec
                1000,1024,1,1000,
                1000,1024,1,500,T4|A10
                """);
        Path machines = Files.writeString(directory.resolve("machines.csv"), """
                sn,cpu_milli,memory_mib,gpu,model
                a,16000,16384,4,T4
                b,16000,16384,4,G2
                """);
        var run = CommandLineRun.of(
                "simulate",
                "--pods",
                pods.toString(),
                "--machines",
                machines.toString(),
                "--policy",
                "gpu-packing",
                "--draws",
                "2",
                "--output",
                "json");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.json().path("gpus").asDouble()).isEqualTo(8);
        assertThat(run.json().path("levels").path(2).path("allocated").asDouble())
                .isBetween(50.0, 100.0);
    }

    @Test
    void podsNeedTheirMachines() {
        var run = CommandLineRun.of("simulate", "--pods", "pods.csv");
        assertThat(run.code()).isEqualTo(ExitCode.USAGE.number());
        assertThat(run.err()).contains("--machines");
    }
}
