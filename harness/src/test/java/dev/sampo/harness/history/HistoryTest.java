package dev.sampo.harness.history;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HistoryTest {
    @TempDir
    Path directory;

    @Test
    void whatSeveralProcessesRecordedComesBackInTheOrderOfTime() throws IOException {
        List<Entry> clean = Histories.clean();
        try (Recorder one = Recorder.in(directory, "one");
                Recorder other = Recorder.in(directory, "other")) {
            clean.forEach(entry -> (entry.p().startsWith("client") ? one : other).record(entry));
        }
        assertThat(Set.copyOf(History.read(directory).entries())).isEqualTo(Set.copyOf(clean));
        assertThat(History.read(directory).entries().stream().map(Entry::t).toList())
                .isSorted();
        try (var files = Files.list(directory)) {
            assertThat(files.map(file -> file.getFileName().toString()).collect(Collectors.toSet()))
                    .hasSize(2)
                    .allMatch(name -> name.matches("(one|other)-\\d+\\.jsonl"));
        }
    }

    @Test
    void aLineIsJsonThatLeavesOutWhatItHasNot() {
        assertThat(Lines.write(Histories.invoke(1, "client-0", 3, Entry.Ask.STATUS, null, "j1", null, null)))
                .isEqualTo("{\"k\":\"call\",\"t\":1000000000,\"p\":\"client-0\",\"op\":3,\"ty\":\"invoke\","
                        + "\"f\":\"status\",\"job\":\"j1\"}");
    }

    @Test
    void aLineThatAKillCutOffIsPassedOverAndAnyOtherIsRefused() throws IOException {
        try (Recorder recorder = Recorder.in(directory, "killed")) {
            recorder.record(new Entry.Load(1, "soak", true));
        }
        Path file = directory.resolve("killed-" + ProcessHandle.current().pid() + ".jsonl");
        Files.writeString(file, "{\"k\":\"load\",\"t\":2", StandardOpenOption.APPEND);
        assertThat(History.read(directory).entries()).hasSize(1);
        Files.writeString(file, "\n", StandardOpenOption.APPEND);
        assertThatThrownBy(() -> History.read(directory)).hasMessageContaining("line 2");
    }

    @Test
    void whoIsInterruptedStillRecordsAndSoDoOthersAfterwards() throws IOException {
        try (Recorder recorder = Recorder.in(directory, "interrupted")) {
            Thread.currentThread().interrupt();
            recorder.record(new Entry.Load(1, "soak", true));
            assertThat(Thread.interrupted()).isTrue();
            recorder.record(new Entry.Load(2, "soak", false));
        }
        assertThat(History.read(directory).entries()).hasSize(2);
    }
}
