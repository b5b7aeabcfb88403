package dev.sampo.http.cli;

import dev.sampo.cli.ExitCode;
import dev.sampo.cli.Terminal;
import dev.sampo.http.api.Json;
import dev.sampo.story.ToldEvent;
import java.io.IOException;
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
    @Option(names = "--from", paramLabel = "N", description = "From this event on. Default: 0.")
    private long from;

    @Option(
            names = {"-f", "--follow"},
            description = "Go on until the job has ended.")
    private boolean follow;

    private long next;
    private boolean isOver;

    EventsCommand(Terminal terminal) {
        super(terminal);
    }

    @Override
    ExitCode run(Remote remote) throws IOException {
        next = from;
        if (follow) {
            outlasting(remote);
        }
        do {
            String query = "?from=" + next + (follow ? "" : "&follow=off");
            EventStream.hear(remote, path() + "/events" + query, "", this::tell);
        } while (follow && !isOver);
        return ExitCode.OK;
    }

    private void tell(EventStream.Event heard) throws IOException {
        ToldEvent event = Json.readAnswer(heard.json(), ToldEvent.class);
        next = event.number() + 1;
        isOver = event.event().equals("ended");
        if (!isQuiet()) {
            terminal().out().println(isJson() ? heard.data() : Plain.lines(event.line()));
            terminal().out().flush();
        }
    }
}
