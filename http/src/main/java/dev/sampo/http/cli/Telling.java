package dev.sampo.http.cli;

import dev.sampo.cli.Terminal;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/** Whether and how what a node said is told: as it said it, in words, or not at all. */
final class Telling {

    @Option(
            names = {"-q", "--quiet"},
            description = "Only the exit code answers, and errors.")
    private boolean quiet;

    boolean isQuiet() {
        return quiet;
    }

    /** The same node, as it is, but for looking on: it outlasts a node that is started again, and says when it is lost. */
    Remote outlasting(Remote remote, Terminal terminal) {
        return remote.comingAgain(lost -> {
            if (!quiet) {
                terminal.err().println("sampo: " + lost);
            }
        });
    }

    void tell(Terminal terminal, boolean isJson, byte[] answer, Supplier<String> words) {
        if (!quiet) {
            terminal.out().println(isJson ? new String(answer, StandardCharsets.UTF_8) : words.get());
            terminal.out().flush();
        }
    }
}
