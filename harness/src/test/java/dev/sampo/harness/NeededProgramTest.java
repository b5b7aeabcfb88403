package dev.sampo.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

class NeededProgramTest {
    private static final Pattern NEEDED = Pattern.compile("\\bneed\\(\\s*\"(\\w+)\"");

    private String before;

    @BeforeEach
    void remember() {
        before = System.getProperty(NeededProgram.REQUIRED);
    }

    @AfterEach
    void restore() {
        if (before == null) {
            System.clearProperty(NeededProgram.REQUIRED);
        } else {
            System.setProperty(NeededProgram.REQUIRED, before);
        }
    }

    @Test
    void aTestWithoutItsProgramIsSkippedButFailsWhereItIsToBeThere() {
        System.setProperty(NeededProgram.REQUIRED, "loom,mill");
        NeededProgram.need("mill", true, "no mill");
        assertThatThrownBy(() -> NeededProgram.need("plough", false, "no plough"))
                .isInstanceOf(TestAbortedException.class)
                .hasMessageContaining("no plough");
        assertThatThrownBy(() -> NeededProgram.need("mill", false, "no mill"))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("no mill; and sampo.required says that mill is to be there");
    }

    /** Or what a new test needs would be skipped there for good. */
    @Test
    void ciRequiresAllThatAnyTestNeeds() throws IOException {
        var needed = new TreeSet<String>();
        for (String module : new String[] {"http", "metrics", "journal-postgresql"}) {
            try (Stream<Path> sources = Files.walk(Path.of("..", module, "src", "test", "java"))) {
                for (Path source : sources.filter(file -> file.toString().endsWith(".java"))
                        .toList()) {
                    NEEDED.matcher(Files.readString(source)).results().forEach(found -> needed.add(found.group(1)));
                }
            }
        }
        assertThat(needed).contains("chromium", "python", "postgresql", "promtool");
        assertThat(Files.readString(Path.of("..", ".ci", "run")))
                .contains("-Dsampo.required=" + String.join(",", needed));
    }
}
