package dev.sampo.http.cli;

import dev.sampo.cli.ExitCode;
import dev.sampo.cli.Terminal;
import dev.sampo.http.api.Json;
import dev.sampo.http.api.PageLinkView;
import dev.sampo.http.api.Requests;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import picocli.CommandLine.Option;

/** Makes a link that opens the page once, and opens it where a person sits before a screen. */
@picocli.CommandLine.Command(
        name = "page",
        description = {
            "Open the page that shows the cluster in a browser: says a link, and opens it when there is a screen.",
            "The link works once, within two minutes, and only on the node that made it."
        },
        footer = {
            "",
            "Examples:",
            "  ./sampo page",
            "  ./sampo page --no-open",
            "From another machine: make a link there, lead the port here, and open the link.",
            "  ssh HOST ./sampo page --no-open --node 127.0.0.1:8355",
            "  ssh -N -L 8355:127.0.0.1:8355 HOST"
        })
final class PageCommand extends ClientCommand {

    private static final int READ_WITHIN_SECONDS = 10;

    @Option(names = "--no-open", description = "Only say the link.")
    private boolean noOpen;

    PageCommand(Terminal terminal) {
        super(terminal);
    }

    /**
     * @param url to be opened
     * @param until when it is worth nothing any more, in milliseconds since 1970
     */
    record Link(String url, long until) {}

    @Override
    ExitCode run(Remote remote) throws IOException {
        PageLinkView made = Json.readAnswer(remote.post("/v1/page/link", new Requests.Nothing()), PageLinkView.class);
        var link = new Link("http://" + remote.address() + made.path(), made.until());
        if (!isQuiet()) {
            answer(link, link.url());
        }
        if (!noOpen && !isJson() && terminal().outIsTerminal()) {
            open(link.url());
        }
        return ExitCode.OK;
    }

    /** Where that does not work, the link is there to be copied. */
    private static void open(String url) {
        List<String> command = opener(System.getProperty("os.name"), System.getenv());
        if (command.isEmpty()) {
            return;
        }
        try (LinkFile file = LinkFile.to(url)) {
            new ProcessBuilder(
                            Stream.concat(command.stream(), Stream.of(file.uri().toString()))
                                    .toList())
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            // Nobody says when the browser has read it: what opens it may end before, or only with the browser.
            TimeUnit.SECONDS.sleep(READ_WITHIN_SECONDS);
        } catch (IOException none) {
            // Said above.
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /** What opens links on this system; empty where nobody would see it. */
    static List<String> opener(String system, Map<String, String> environment) {
        String name = system.toLowerCase(Locale.ROOT);
        if (name.startsWith("mac")) {
            return List.of("open");
        }
        if (name.startsWith("windows")) {
            return List.of("rundll32", "url.dll,FileProtocolHandler");
        }
        boolean hasScreen = environment.containsKey("DISPLAY") || environment.containsKey("WAYLAND_DISPLAY");
        return hasScreen ? List.of("xdg-open") : List.of();
    }
}
