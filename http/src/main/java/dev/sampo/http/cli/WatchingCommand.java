package dev.sampo.http.cli;

import dev.sampo.cli.ExitCode;
import dev.sampo.cli.Terminal;
import picocli.CommandLine.Option;

/** A command that shows what is, once or over and over. */
abstract class WatchingCommand extends ClientCommand {
    private static final long EVERY_MILLIS = 2_000;
    private static final String HOME_AND_ERASE = "\u001b[H\u001b[2J";

    @Option(names = "--watch", description = "Show it again every two seconds, until Ctrl-C.")
    private boolean watch;

    WatchingCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    final ExitCode run(Remote remote) throws Exception {
        show(remote);
        while (watch) {
            Thread.sleep(EVERY_MILLIS);
            if (terminal().outIsTerminal() && !isJson()) {
                terminal().out().print(HOME_AND_ERASE);
            }
            show(remote);
        }
        return ExitCode.OK;
    }

    abstract void show(Remote remote) throws Exception;
}
