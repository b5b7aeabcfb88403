package dev.sampo.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class EncodingTest {
    private static final Path LAUNCHER = Path.of("../sampo");

    @Test
    void whatWouldBeAlteredIsRefusedWithTheRemedy() {
        assertThat(Encoding.require("Kase", List.of(StandardCharsets.US_ASCII))).isEqualTo("Kase");
        assertThat(Encoding.require("Käse", List.of(StandardCharsets.UTF_8))).isEqualTo("Käse");
        assertThatThrownBy(() -> Encoding.require("Käse", List.of(StandardCharsets.UTF_8, StandardCharsets.US_ASCII)))
                .isInstanceOf(CommandRefused.class)
                .hasMessageContaining("\"Käse\"")
                .hasMessageContaining("US-ASCII")
                .hasMessageContaining("LC_ALL=C.UTF-8");
    }

    /** The part of it that chooses the locale. */
    @Test
    void theLauncherStartsTheJvmWhereTheLocaleIsOneOfUtf8() throws Exception {
        assumeTrue(new File("/bin/bash").canExecute(), "there is no /bin/bash");
        String launcher = Files.readString(LAUNCHER);
        int begin = launcher.indexOf("use_utf8() {");
        String part = launcher.substring(begin, launcher.indexOf("\n}\n", begin) + 3);
        var builder = new ProcessBuilder("/bin/bash", "-c", part + "use_utf8; locale charmap");
        builder.environment().keySet().removeIf(name -> name.startsWith("LC_") || name.equals("LANG"));
        builder.environment().put("LANG", "no_SUCH.UTF-8");
        Process process = builder.start();
        String charmap = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assumeTrue(process.waitFor() == 0, "there is no locale");
        assertThat(charmap).isEqualTo("UTF-8");
    }
}
