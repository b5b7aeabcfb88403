package dev.sampo.http.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Text of others steers no terminal. */
class PlainTest {

    @Test
    void aLineEndsHoweverItsWriterEndsLinesAndNothingElseSteers() {
        assertThat(Plain.text("10%\r20%\r\ndone\n")).isEqualTo("10%\n20%\ndone\n");
        assertThat(Plain.text("\u001b[2J\tx")).isEqualTo("\uFFFD[2J\tx");
        assertThat(Plain.lines("a\rb\r\nc")).isEqualTo("a\nb\nc");
    }
}
