package dev.sampo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PatienceTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    @TempDir
    private Path directory;

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private Terminal terminal(boolean errIsTerminal) {
        var out = new PrintStream(OutputStream.nullOutputStream());
        return new Terminal(out, new PrintStream(err, true, StandardCharsets.UTF_8), false, errIsTerminal, false);
    }

    private String said() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void onATerminalItIsToldThatSomethingGoesOnAndNothingIsLeftOfIt() {
        int flour = Patience.during(terminal(true), () -> "grinding", () -> {
            Awaitility.await().atMost(LIMIT).until(() -> said().contains("grinding, "));
            return 7;
        });
        assertThat(flour).isEqualTo(7);
        assertThat(said()).endsWith("\r\u001b[K");
    }

    @Test
    void aWorkloadThatTakesLongSaysThatItGoesOn() throws Exception {
        String tasks = IntStream.range(0, 40)
                .mapToObj(i -> "{\"id\": \"t" + i + "\", \"duration\": " + (7 + i * 13 % 17) + ", \"req\": {\"cpu\": "
                        + (1 + i % 3) + "}}")
                .collect(Collectors.joining(", "));
        Path file = Files.writeString(
                directory.resolve("many.json"),
                "{\"tasks\": [" + tasks
                        + "], \"nodes\": [{\"id\": \"a\", \"cap\": {\"cpu\": 4}}, {\"id\": \"b\", \"cap\": {\"cpu\":"
                        + " 3}}]}");
        int code = Main.run(
                terminal(true), "simulate", "--workload", file.toString(), "--policy", "plan", "--budget", "1800ms");
        assertThat(code).as(said()).isZero();
        assertThat(said()).contains(file + " under plan, ");
    }

    @Test
    void elsewhereThereIsALineNowAndThen() {
        Patience.during(terminal(false), () -> "grinding", () -> {
            Awaitility.await().atMost(LIMIT).until(() -> said().contains("grinding, "));
            return 7;
        });
        assertThat(said()).matches("grinding, 1\\d\\.\\d s\\R");
    }

    @Test
    void elsewhereNothingIsSaidOfWhatIsOverSoon() {
        int code = Main.run(terminal(false), "simulate", "--from", "1", "--seeds", "1", "--trace");
        assertThat(code).isZero();
        assertThat(said()).isEmpty();
    }
}
