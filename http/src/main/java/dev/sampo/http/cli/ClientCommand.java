package dev.sampo.http.cli;

import dev.sampo.cli.Command;
import dev.sampo.cli.ExitCode;
import dev.sampo.cli.Terminal;
import dev.sampo.http.api.Json;
import java.io.IOException;
import picocli.CommandLine.Mixin;

/** What all commands have in common that ask a running node. */
abstract class ClientCommand extends Command {

    @Mixin
    private Place place;

    @Mixin
    private Telling telling;

    ClientCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    protected final ExitCode run() throws Exception {
        return run(new Remote(place::candidates));
    }

    abstract ExitCode run(Remote remote) throws Exception;

    /** Shows what the node said, as it said it or in words. */
    final <T> T show(byte[] answer, Class<T> type, Words<T> words) throws IOException {
        T read = Json.readAnswer(answer, type);
        telling.tell(terminal(), isJson(), answer, () -> words.of(read));
        return read;
    }

    interface Words<T> {
        String of(T answer);
    }

    /** As it is, but for looking on: it outlasts a node that is started again. */
    final Remote outlasting(Remote remote) {
        return telling.outlasting(remote, terminal());
    }

    final boolean isQuiet() {
        return telling.isQuiet();
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
