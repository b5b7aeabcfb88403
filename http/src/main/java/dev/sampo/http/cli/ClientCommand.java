package dev.sampo.http.cli;

import dev.sampo.cli.Command;
import dev.sampo.cli.ExitCode;
import dev.sampo.cli.Terminal;
import dev.sampo.http.api.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What all commands have in common that ask a running node. */
abstract class ClientCommand extends Command {

    @Mixin
    private Place place;

    @Option(
            names = {"-q", "--quiet"},
            description = "Only the exit code answers, and errors.")
    private boolean quiet;

    ClientCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    protected final ExitCode run() throws Exception {
        return run(new Remote(place.candidates()));
    }

    abstract ExitCode run(Remote remote) throws Exception;

    /** Shows what the node said, as it said it or in words. */
    final <T> T show(byte[] answer, Class<T> type, Words<T> words) throws IOException {
        T read = Json.readAnswer(answer, type);
        if (quiet) {
            return read;
        }
        terminal().out().println(isJson() ? new String(answer, StandardCharsets.UTF_8) : words.of(read));
        terminal().out().flush();
        return read;
    }

    interface Words<T> {
        String of(T answer);
    }

    final boolean isQuiet() {
        return quiet;
    }

    /** Of the terminal; 0 when it does not end. */
    final int width() {
        return terminal().outIsTerminal() ? Integer.getInteger("sampo.columns", 0) : 0;
    }

    /** As bold, red or the like, where there is colour. */
    final String styled(String text, String code) {
        return terminal().inColor() ? "\u001b[" + code + "m" + text + "\u001b[0m" : text;
    }
}
