package dev.sampo.http.cli;

import dev.sampo.cli.Terminal;
import picocli.CommandLine.Parameters;

/** A command about one node. */
abstract class OfNode extends ClientCommand {

    @Parameters(index = "0", paramLabel = "NODE", description = "The node's name, as ./sampo nodes shows it.")
    private String node;

    OfNode(Terminal terminal) {
        super(terminal);
    }

    final String node() {
        return node;
    }

    /** Where it is asked. */
    final String path() {
        return "/v1/nodes/" + Remote.part(node);
    }
}
