package dev.sampo.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine.ParameterException;

/** What the README and the pages say to type is what the commands take: their options and arguments, too. */
class ShownCommandsTest {
    private static final Path TOP = Path.of("..");
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```(\\w*)\\R(.*?)^```");
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|'([^']*)'|(\\S+)");

    @Test
    void everyCommandOfTheReadmeIsTakenAsItStands() throws IOException {
        List<String> commands = new ArrayList<>();
        for (String line : blocks(TOP.resolve("README.md"), "sh")) {
            if (line.startsWith("./sampo ")) {
                commands.add(line);
            } else {
                assertThat(line).startsWith("mvn -B verify");
            }
        }
        assertThat(commands).hasSizeGreaterThan(5).allSatisfy(ShownCommandsTest::isTaken);
    }

    /** Those that are shown with what they answer; but for redirections, which are the shell's. */
    @Test
    void everyCommandOfThePagesIsTakenAsItStands() throws IOException {
        List<String> commands = new ArrayList<>();
        try (Stream<Path> pages = Files.list(TOP.resolve("docs"))) {
            for (Path page :
                    pages.filter(file -> file.toString().endsWith(".md")).toList()) {
                Stream.concat(blocks(page, "").stream(), blocks(page, "sh").stream())
                        .map(line -> line.startsWith("$ ") ? line.substring(2) : line)
                        .filter(line -> line.startsWith("./sampo "))
                        .forEach(commands::add);
            }
        }
        assertThat(commands).hasSizeGreaterThan(12).allSatisfy(ShownCommandsTest::isTaken);
    }

    /** Or these tests would take anything. */
    @Test
    void anOptionThatThereIsNotIsSeen() {
        assertThatThrownBy(() -> parse("./sampo node --prot 7355"))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining("--prot");
        assertThatThrownBy(() -> parse("./sampo explain")).isInstanceOf(ParameterException.class);
        assertThatThrownBy(() -> parse("./sampo grind")).isInstanceOf(ParameterException.class);
    }

    private static void isTaken(String line) {
        assertThatCode(() -> parse(line)).as(line).doesNotThrowAnyException();
    }

    private static void parse(String line) {
        String command = line.replaceAll("(?<=\\s)(#|\\||>|2>|&).*", "").substring("./sampo ".length());
        String[] words = WORD.matcher(command)
                .results()
                .map(word ->
                        word.group(1) != null ? word.group(1) : word.group(2) != null ? word.group(2) : word.group(3))
                .toArray(String[]::new);
        var nowhere = new PrintStream(OutputStream.nullOutputStream());
        Main.commandLine(new Terminal(nowhere, nowhere, false, false, false), words)
                .parseArgs(words);
    }

    private static List<String> blocks(Path page, String language) throws IOException {
        return BLOCK.matcher(Files.readString(page))
                .results()
                .filter(block -> block.group(1).equals(language))
                .flatMap(block -> block.group(2).lines())
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
    }
}
