package dev.sampo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
    private static final long SECOND = 1_000_000_000L;

    private final ByteArrayOutputStream written = new ByteArrayOutputStream();

    @Test
    void elsewhereThanOnATerminalALineComesEverySecond() {
        var line = new ProgressLine(terminal(false), 0);
        line.show("1 of 3", SECOND / 2);
        line.show("2 of 3", SECOND);
        line.show("3 of 3", SECOND + SECOND / 2);
        line.end();
        assertThat(text()).isEqualToNormalizingNewlines("2 of 3, 1.0 s\n");
    }

    @Test
    void onATerminalItIsDrawnOverAndOverAndErased() {
        var line = new ProgressLine(terminal(true), 0);
        line.show("1 of 3", SECOND / 10);
        line.show("2 of 3", SECOND / 10 + 1);
        line.show("3 of 3", SECOND / 5);
        line.end();
        assertThat(text()).isEqualTo("\r\u001b[K1 of 3, 0.1 s\r\u001b[K3 of 3, 0.2 s\r\u001b[K");
    }

    private Terminal terminal(boolean isTerminal) {
        var stream = new PrintStream(written, true, StandardCharsets.UTF_8);
        return new Terminal(stream, stream, isTerminal, isTerminal, false);
    }

    private String text() {
        return written.toString(StandardCharsets.UTF_8);
    }
}
