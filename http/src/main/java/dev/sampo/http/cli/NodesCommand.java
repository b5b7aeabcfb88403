package dev.sampo.http.cli;

import dev.sampo.cli.Terminal;
import dev.sampo.http.api.NodesView;
import java.io.IOException;

/** Shows the nodes of the cluster. */
@picocli.CommandLine.Command(
        name = "nodes",
        description = "Show the nodes of the cluster: how they are, what they have, what is free, what they take on.",
        footer = {
            "",
            "Examples:",
            "  ./sampo nodes",
            "  ./sampo nodes --watch",
            "  ./sampo nodes --data ./node-1 --output json"
        })
final class NodesCommand extends WatchingCommand {

    NodesCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    void show(Remote remote) throws IOException {
        show(remote.get("/v1/nodes"), NodesView.class, nodes -> Nodes.table(nodes, this));
    }
}
