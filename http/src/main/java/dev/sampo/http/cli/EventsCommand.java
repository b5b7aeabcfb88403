package dev.sampo.http.cli;

import dev.sampo.cli.ExitCode;
import dev.sampo.cli.Terminal;
import dev.sampo.http.api.Json;
import dev.sampo.story.ToldEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import picocli.CommandLine.Option;

/** Tells what happened to a job, and goes on telling. */
@picocli.CommandLine.Command(
        name = "events",
        description = {
            "Tell what happened to a job, one line an event, and with --follow what happens until its end.",
            "JSON: one object a line."
        },
        footer = {"", "Examples:", "  ./sampo events word-count-1", "  ./sampo events word-count-1 --follow --from 100"
        })
final class EventsCommand extends OfJob {
    private static final String DATA = "data: ";

    @Option(names = "--from", paramLabel = "N", description = "From this event on. Default: 0.")
    private long from;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on until the job has ended.")
    private boolean follow;

    private long next;

    EventsCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    ExitCode run(Remote remote) throws IOException {
        next = from;
        boolean isOver = false;
        while (!isOver) {
            isOver = tell(remote) || !follow;
        }
        return ExitCode.OK;
    }

    /** @return whether the job has ended; otherwise the connection broke off, and another takes up where it was */
    private boolean tell(Remote remote) throws IOException {
        String query = "?from=" + next + (follow ? "" : "&follow=off");
        boolean isOver = false;
        try (var lines = remote.lines(path() + "/events" + query, "")) {
            for (Iterator<String> each = lines.iterator(); each.hasNext(); ) {
                String line = each.next();
                if (line.startsWith(DATA)) {
                    isOver = tell(line.substring(DATA.length()));
                }
            }
        } catch (UncheckedIOException brokenOff) {
            return false;
        }
        return isOver;
    }

    private boolean tell(String json) throws IOException {
        ToldEvent event = Json.readAnswer(json.getBytes(StandardCharsets.UTF_8), ToldEvent.class);
        next = event.number() + 1;
        if (!isQuiet()) {
            terminal().out().println(isJson() ? json : Plain.lines(event.line()));
            terminal().out().flush();
        }
        return event.event().equals("ended");
    }
}
