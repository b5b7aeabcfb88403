package dev.sampo.http.cli;

import dev.sampo.cli.ExitCode;
import dev.sampo.cli.ProgressLine;
import dev.sampo.cli.Terminal;
import dev.sampo.http.api.Json;
import dev.sampo.http.api.NodeView;
import dev.sampo.http.api.Requests;
import java.io.IOException;
import picocli.CommandLine.Option;

/** Empties a node. */
@picocli.CommandLine.Command(
        name = "drain",
        description = {
            "Empty a node, and wait until it is: it gets nothing new, what waits there goes elsewhere, what runs has some time.",
            "No task fails by this. To give it work again: ./sampo network set-status NODE active"
        },
        footer = {
            "",
            "Examples:",
            "  ./sampo drain node-1 --running 5m",
            "  ./sampo drain node-1 --no-wait",
            "",
            "Exit codes: 0 it holds nothing any more, 75 it still does."
        })
final class DrainCommand extends OfNode {
    private static final long EVERY_MILLIS = 200;
    private static final long MARGIN_NANOS = 15_000_000_000L;

    @Option(
            names = "--running",
            paramLabel = "TIME",
            description =
                    "How long what runs there may go on; then it is interrupted and runs elsewhere. Default: 10s.")
    private String running = "10s";

    @Option(names = "--no-wait", description = "Only say so; do not wait until it is empty.")
    private boolean noWait;

    DrainCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    ExitCode run(Remote remote) throws IOException, InterruptedException {
        long began = System.nanoTime();
        long end = began + dev.sampo.http.Durations.parse("--running", running).toNanos() + MARGIN_NANOS;
        byte[] answer = remote.send("PUT", path() + "/availability", new Requests.TakeOn("draining", running));
        var line = new ProgressLine(terminal(), began);
        NodeView now = Json.readAnswer(answer, NodeView.class);
        while (!noWait && now.held() != null && now.held() > 0 && System.nanoTime() < end) {
            Thread.sleep(EVERY_MILLIS);
            answer = remote.get(path());
            now = Json.readAnswer(answer, NodeView.class);
            line.show(
                    Jobs.count(now.held(), "task") + (now.held() == 1 ? " is" : " are") + " still on " + node(),
                    System.nanoTime());
        }
        line.end();
        show(answer, NodeView.class, Nodes::one);
        return noWait || now.held() == null || now.held() == 0 ? ExitCode.OK : ExitCode.TRY_AGAIN;
    }
}
