package dev.sampo.harness.soak;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.cli.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class SoakCommandTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private CommandLine line() {
        var stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        var terminal = new Terminal(stream, stream, false, false, false);
        return new SoakSubcommand()
                .entries(terminal)
                .get(0)
                .line()
                .get()
                .setOut(new java.io.PrintWriter(stream, true))
                .setExecutionExceptionHandler((refused, command, parsed) -> {
                    command.getOut().println(refused.getMessage());
                    return 2;
                });
    }

    private String said() {
        return out.toString(StandardCharsets.UTF_8);
    }

    @Test
    void itExplainsItselfWithExamples() {
        assertThat(line().execute("--help")).isZero();
        assertThat(said()).contains("--minutes", "--nodes", "--seed", "--journal", "./sampo soak --minutes 20");
    }

    @Test
    void fewerNodesThanAMajorityNeedsAreRefused() {
        assertThat(line().execute("--nodes", "2")).isEqualTo(2);
        assertThat(said()).contains("--nodes 2", "third node");
    }

    @Test
    void aLengthOutOfRangeIsRefused() {
        assertThat(line().execute("--minutes", "0")).isEqualTo(2);
        assertThat(said()).contains("--minutes 0");
    }

    @Test
    void aFaultThatThereIsNotIsRefused() {
        assertThat(line().execute("--faults", "kill,flood")).isEqualTo(2);
        assertThat(said()).contains("--faults flood", "kill, pause, partition, cut and drain");
    }
}
