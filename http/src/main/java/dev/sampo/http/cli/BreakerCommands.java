package dev.sampo.http.cli;

import dev.sampo.cli.ExitCode;
import dev.sampo.cli.Terminal;
import dev.sampo.http.api.BreakersView;
import dev.sampo.http.api.Requests;
import java.io.IOException;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Breakers, looked at and forced by hand. */
final class BreakerCommands {
    private BreakerCommands() {}

    private static String table(BreakersView found, ClientCommand command) {
        if (found.breakers().isEmpty()) {
            return "Of no breaker there is anything to say.";
        }
        var table = new Table("NODE", "DAG", "KIND", "STATE", "OUTVOTED", "CALLS", "FAILED", "SLOW", "FORCED", "WHY")
                .sparing("SLOW", "CALLS", "FAILED");
        found.breakers()
                .forEach(each -> table.row(
                        each.node(),
                        each.dag(),
                        each.kind(),
                        state(each, found.schedulers()),
                        each.outvoted(),
                        each.calls(),
                        each.failed(),
                        each.slow(),
                        each.forced(),
                        each.why()));
        return table.text(command.width());
    }

    /** Schedulers find out by themselves, so that it may be open for one of them. */
    static String state(BreakersView.BreakerView breaker, int schedulers) {
        boolean isForSome = breaker.openFor() > 0 && breaker.openFor() < schedulers;
        return breaker.state().replace('_', ' ')
                + (isForSome ? " for " + breaker.openFor() + " of " + schedulers + " schedulers" : "");
    }

    @picocli.CommandLine.Command(
            name = "breakers",
            description =
                    "Show which nodes fail tasks or drag them, which are left alone for that, and what is forced.",
            footer = {"", "Example:", "  ./sampo breakers --watch"})
    static final class Show extends WatchingCommand {
        Show(Terminal terminal) {
            super(terminal);
        }

        @Override
        void show(Remote remote) throws IOException {
            show(remote.get("/v1/breakers"), BreakersView.class, found -> table(found, this));
        }
    }

    @picocli.CommandLine.Command(
            name = "breaker",
            description = {
                "Force the breaker of a node, or of tasks of one kind there: open, closed, or none.",
                "Open: nothing begins there. Closed: it begins however it goes. None: it finds out for itself again."
            },
            footer = {
                "",
                "Examples:",
                "  ./sampo breaker node-1 open --why \"its disk is replaced\"",
                "  ./sampo breaker node-1 closed --dag download --kind page",
                "  ./sampo breaker node-1 none"
            })
    static final class Force extends OfNode {

        @Parameters(index = "1", paramLabel = "TO", description = "open, closed or none.")
        private String to;

        @Option(names = "--dag", paramLabel = "NAME", description = "With --kind: only tasks of this graph.")
        private String dag;

        @Option(names = "--kind", paramLabel = "NAME", description = "With --dag: only tasks of this name.")
        private String kind;

        @Option(
                names = "--why",
                paramLabel = "TEXT",
                description = "For those who ask why a task does not start there.")
        private String why;

        Force(Terminal terminal) {
            super(terminal);
        }

        @Override
        ExitCode run(Remote remote) throws IOException {
            show(
                    remote.send("PUT", path() + "/breaker", new Requests.Force(to, dag, kind, why)),
                    BreakersView.class,
                    found -> table(found, this));
            return ExitCode.OK;
        }
    }
}
