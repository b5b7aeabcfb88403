package dev.sampo.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.cli.DemoText.Findings;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoCommandTest {

    @Test
    void theDemoRunsAndIsChecked(@TempDir Path directory) throws IOException {
        var run = CommandLineRun.of(
                "demo", "--pages", "20", "--words", "200", "--data", directory.toString(), "--output", "json");
        assertThat(run.code()).as(run.err()).isZero();
        var json = run.json();
        assertThat(json.path("correct").asBoolean()).isTrue();
        assertThat(json.path("tasks").asInt()).isEqualTo(46);
        assertThat(json.path("seconds").asDouble()).isPositive();
        assertThat(json.path("journal_bytes").asLong()).isPositive();
        assertThat(json.path("data").asText()).isEqualTo(directory.toString());
        assertThat(json.at("/tally/kinds")).hasSize(6);
        assertThat(json.at("/tally/tasks_by_node/local").asInt()).isEqualTo(44);
    }

    @Test
    void theSummaryIsDrawnInPlainCharacters() {
        var run = CommandLineRun.of("demo", "--pages", "5", "--words", "100");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("16 tasks in", "words", "letters", "####", "the same as counted directly", "Next:")
                .matches("\\p{ASCII}*");
    }

    @Test
    void aDifferenceIsNoticed() {
        var pages = DemoText.pages(3, 50);
        Findings right = Findings.directly(pages);
        assertThat(new Findings(
                        DemoText.merge(pages.stream().map(DemoText::words).toList()), right.letters()))
                .isEqualTo(right);
        assertThat(new Findings(
                        DemoText.merge(
                                pages.stream().skip(1).map(DemoText::words).toList()),
                        right.letters()))
                .isNotEqualTo(right);
    }

    @Test
    void everyCommandTheDemoProposesExists() {
        var run = CommandLineRun.of("demo", "--pages", "1", "--words", "10");
        var proposed =
                run.out().lines().filter(line -> line.startsWith("  ./sampo ")).toList();
        assertThat(proposed).hasSizeGreaterThan(2);
        for (String line : proposed) {
            String command = line.strip().split("\\s+")[1];
            assertThat(CommandLineRun.of(
                                    command.startsWith("-") ? new String[] {command} : new String[] {command, "--help"})
                            .code())
                    .as(line)
                    .isZero();
        }
    }
}
