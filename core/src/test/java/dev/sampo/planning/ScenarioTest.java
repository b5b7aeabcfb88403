package dev.sampo.planning;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Stories as text files: commands, and under each the full account of what followed. A change of behaviour shows as a
 * change of these files; {@code -Dscenarios.rewrite=true} writes them anew for the reviewer to read.
 */
class ScenarioTest {
    private static final Path SCENARIOS = Path.of("src/test/resources/scenarios");

    @TestFactory
    Stream<DynamicTest> everyStoryGoesAsItIsTold() throws IOException {
        try (var files = Files.list(SCENARIOS)) {
            return files.sorted().toList().stream()
                    .map(file -> DynamicTest.dynamicTest(file.getFileName().toString(), () -> play(file)));
        }
    }

    private static void play(Path file) throws IOException {
        String told = Files.readString(file);
        String happened = new Scenario().play(told.lines().toList());
        if (Boolean.getBoolean("scenarios.rewrite")) {
            Files.writeString(file, happened);
        }
        assertThat(happened).isEqualTo(Files.readString(file));
    }
}
