package dev.sampo.http.cli;

import dev.sampo.cli.Terminal;
import dev.sampo.http.api.LimitsView;
import java.io.IOException;
import java.util.stream.Collectors;

/** Shows the limits of how often something is done. */
@picocli.CommandLine.Command(
        name = "limits",
        description =
                "Show the limits of sampo.limits: how often permits were given, and how many wait for some where.",
        footer = {"", "Example:", "  ./sampo limits --watch"})
final class LimitsCommand extends WatchingCommand {

    LimitsCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    void show(Remote remote) throws IOException {
        show(remote.get("/v1/limits"), LimitsView.class, this::table);
    }

    private String table(LimitsView found) {
        if (found.limits().isEmpty()) {
            return "No limit is declared; see sampo.limits in application.conf.";
        }
        var table = new Table("LIMIT", "DECLARED", "GIVEN", "WAITING", "WAITING ON").sparing("DECLARED");
        for (LimitsView.LimitView limit : found.limits()) {
            table.row(
                    limit.name(),
                    limit.declared() == null ? "on other nodes only" : limit.declared(),
                    limit.admitted(),
                    limit.waiting(),
                    limit.nodes().stream()
                            .filter(each -> each.waiting() > 0)
                            .map(each -> each.node() + ": " + each.waiting())
                            .collect(Collectors.joining(", ")));
        }
        return table.text(width())
                + (found.answered() == found.asked()
                        ? ""
                        : "\nof " + found.answered() + " of " + found.asked() + " nodes: the others did not answer");
    }
}
