package dev.sampo.http.cli;

import dev.sampo.cli.ExitCode;
import dev.sampo.cli.Terminal;
import picocli.CommandLine.Mixin;

/** A command that shows what is, once or over and over. */
abstract class WatchingCommand extends ClientCommand {

    @Mixin
    private Watch watch;

    WatchingCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    final ExitCode run(Remote remote) throws Exception {
        watch.show(terminal(), isJson(), () -> {
            show(remote);
            return true;
        });
        return ExitCode.OK;
    }

    abstract void show(Remote remote) throws Exception;
}
