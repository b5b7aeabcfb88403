package dev.sampo.harness;

import static org.assertj.core.api.Assertions.assertThat;

import com.acme.Rehearsal;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The page for users says what is true: its programs are those in com.acme, which are compiled and run with these tests. */
class TestingPageTest {
    private static final Path PAGE = Path.of("..", "docs", "testing.md");
    private static final Path PROGRAMS = Path.of("src", "test", "java", "com", "acme");

    private static List<String> found(String pattern) throws IOException {
        return Pattern.compile(pattern)
                .matcher(Files.readString(PAGE))
                .results()
                .map(result -> result.group(1))
                .toList();
    }

    @Test
    void everyProgramOfThePageIsOneThatRuns() throws IOException {
        List<String> shown = found("(?ms)^```java\\R(.*?)^```");
        try (Stream<Path> files = Files.list(PROGRAMS)) {
            for (Path file : files.toList()) {
                assertThat(shown).as("%s, as the page has it", file).contains(Files.readString(file));
            }
        }
        assertThat(shown).hasSize(2);
    }

    @Test
    void theProgramOutsideJUnitRuns() {
        var printed = new ByteArrayOutputStream();
        PrintStream before = System.out;
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            Rehearsal.main(new String[0]);
        } finally {
            System.setOut(before);
        }
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("sorted on node-1");
    }

    @Test
    void everyMethodOfTheTableExists() throws IOException {
        List<String> methods =
                Arrays.stream(Cluster.class.getMethods()).map(Method::getName).toList();
        List<String> named = found("(?m)^\\| `(\\w+)\\(");
        assertThat(named).hasSizeGreaterThan(10).allMatch(methods::contains);
    }
}
