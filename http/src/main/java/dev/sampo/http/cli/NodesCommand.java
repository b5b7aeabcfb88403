package dev.sampo.http.cli;

import dev.sampo.cli.Terminal;
import dev.sampo.http.api.NodesView;
import java.io.IOException;
import picocli.CommandLine.Option;

/** Shows the nodes of the cluster. */
@picocli.CommandLine.Command(
        name = "nodes",
        description = "Show the nodes of the cluster: how they are, what they have, what is used, what they take on.",
        footer = {
            "",
            "Examples:",
            "  ./sampo nodes",
            "  ./sampo nodes --watch",
            "  ./sampo nodes --status degraded",
            "  ./sampo nodes --data ./node-1 --output json"
        })
class NodesCommand extends WatchingCommand {

    @Option(names = "--status", paramLabel = "STATUS", description = "Only those: healthy, degraded or offline.")
    private String status = "";

    @Option(names = "--name", paramLabel = "PART", description = "Only those whose name contains this.")
    private String name = "";

    @Option(names = "--limit", paramLabel = "N", description = "At most so many. Default: 1000.")
    private int limit = 1_000;

    @Option(names = "--after", paramLabel = "NODE", description = "Only those after this one, by name.")
    private String after = "";

    NodesCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    final void show(Remote remote) throws IOException {
        String query = "?limit=" + limit
                + (status.isEmpty() ? "" : "&status=" + Remote.part(status))
                + (name.isEmpty() ? "" : "&name=" + Remote.part(name))
                + (after.isEmpty() ? "" : "&after=" + Remote.part(after));
        show(remote.get("/v1/nodes" + query), NodesView.class, nodes -> Nodes.table(nodes, this));
    }
}
