package dev.sampo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MainTest {
    private static final String ESCAPE = "\u001b";

    @ParameterizedTest
    @ValueSource(strings = {"node", "run", "simulate", "version"})
    void everyCommandExplainsItselfWithExamples(String command) {
        var run = CommandLineRun.of(command, "--help");
        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("sampo " + command, "--output", "--debug", "Example", "./sampo " + command);
        assertThat(run.err()).isEmpty();
        assertThat(CommandLineRun.of("help", command).out()).isEqualTo(run.out());
    }

    @Test
    void aShellIsToldOfEveryCommandAndOption() {
        var run = CommandLineRun.of("completion");
        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("complete -F _complete_sampo", "simulate", "--seeds", "--http-port");
    }

    @Test
    void helpNamesEveryCommandAndExitCode() {
        var run = CommandLineRun.of("--help");
        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("node", "run", "simulate", "version", "help");
        for (ExitCode code : ExitCode.values()) {
            assertThat(run.out()).contains(code.number() + " ");
        }
    }

    @Test
    void everyExitCodeIsInTheManual() throws IOException {
        String manual = Files.readString(Path.of("..", "docs", "cli.md"));
        for (ExitCode code : ExitCode.values()) {
            assertThat(manual).contains("| " + code.number() + " | " + code.meaning() + " |");
        }
    }

    @Test
    void withoutACommandItSaysWhichThereAre() {
        var run = CommandLineRun.of();
        assertThat(run.code()).isEqualTo(ExitCode.USAGE.number());
        assertThat(run.out()).isEmpty();
        assertThat(run.err())
                .contains("node, run, journal, simulate, bench, greet, completion, version, help", "--help");
    }

    @Test
    void aCommandOfAModuleAboveIsFound() throws IOException {
        assertThat(CommandLineRun.of("--help").out()).contains("greet", "Say hello.");
        assertThat(CommandLineRun.of("greet").out()).isEqualTo("Hello, world!\n");
        assertThat(CommandLineRun.of("greet", "--output", "json")
                        .json()
                        .path("hello")
                        .asText())
                .isEqualTo("world");
    }

    @Test
    void anUnknownCommandIsRefusedWithTheLikelyOne() {
        var run = CommandLineRun.of("simulat");
        assertThat(run.code()).isEqualTo(ExitCode.USAGE.number());
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).contains("simulat", "simulate", "--help").doesNotContain("\tat ");
    }

    @Test
    void anUnknownOptionIsNamed() {
        var run = CommandLineRun.of("simulate", "--sedes", "3");
        assertThat(run.code()).isEqualTo(ExitCode.USAGE.number());
        assertThat(run.err()).contains("--sedes", "./sampo simulate --help").doesNotContain("\tat ");
    }

    @Test
    void aNumberThatIsNoneIsRefused() {
        var run = CommandLineRun.of("simulate", "--seeds", "many");
        assertThat(run.code()).isEqualTo(ExitCode.USAGE.number());
        assertThat(run.err()).contains("--seeds", "many");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "65"})
    void aNumberOutOfRangeIsRefusedWithTheRange(String nodes) {
        var run = CommandLineRun.of("simulate", "--nodes", nodes);
        assertThat(run.code()).isEqualTo(ExitCode.USAGE.number());
        assertThat(run.err()).contains("--nodes " + nodes, "1 to 64").doesNotContain("\tat ");
    }

    @Test
    void anUnknownSampleIsRefused() {
        var run = CommandLineRun.of("run", "nothing-like-it");
        assertThat(run.code()).isEqualTo(ExitCode.USAGE.number());
        assertThat(run.err()).contains("nothing-like-it").doesNotContain("\tat ");
    }

    @Test
    void aDataDirectoryThatIsAFileIsAMatterOfConfiguration(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "no directory", StandardCharsets.UTF_8);
        var run = CommandLineRun.of("node", "--data", file.toString());
        assertThat(run.code()).isEqualTo(ExitCode.BAD_CONFIGURATION.number());
        assertThat(run.err()).contains(file.toString()).doesNotContain("\tat ");
    }

    @Test
    void debugShowsWhereAFaultCameFrom(@TempDir Path directory) throws IOException {
        Path file = Files.writeString(directory.resolve("file"), "no directory", StandardCharsets.UTF_8);
        assertThat(CommandLineRun.of("node", "--debug", "--data", file.toString())
                        .err())
                .contains("\tat ");
    }

    @Test
    void versionAnswersInBothForms() throws IOException {
        assertThat(CommandLineRun.of("version").out()).startsWith("Sampo ").contains("Java");
        var json = CommandLineRun.of("version", "--output", "json").json();
        assertThat(json.path("java").asText()).isEqualTo(System.getProperty("java.version"));
        assertThat(json.path("sampo").asText()).isNotEmpty();
    }

    @Test
    void colourIsOnlyForTerminalsThatWantIt() {
        assertThat(CommandLineRun.in(true, true, "--help").out()).contains(ESCAPE);
        assertThat(CommandLineRun.in(true, false, "--help").out()).doesNotContain(ESCAPE);
        assertThat(Terminal.wantsColor(Map.of("TERM", "xterm"), true)).isTrue();
        assertThat(Terminal.wantsColor(Map.of("TERM", "xterm"), false)).isFalse();
        assertThat(Terminal.wantsColor(Map.of("TERM", "dumb"), true)).isFalse();
        assertThat(Terminal.wantsColor(Map.of("NO_COLOR", "1"), true)).isFalse();
        assertThat(Terminal.wantsColor(Map.of("NO_COLOR", ""), true)).isTrue();
    }
}
