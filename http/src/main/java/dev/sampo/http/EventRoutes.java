package dev.sampo.http;

import dev.sampo.JobById;
import dev.sampo.Sampo;
import dev.sampo.http.api.Json;
import dev.sampo.planning.Answer;
import dev.sampo.story.ToldEvent;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.NotUsed;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/** What happens to jobs, as it happens: server-sent events whose ids are sequence numbers, so that a reader can go on. */
final class EventRoutes {
    private static final int PAGE = 500;
    /** How long a question for more is open: that of a reader who has left is not asked again. */
    private static final Duration ASKED = Duration.ofSeconds(5);

    /** Nothing by then is taken for nothing. */
    private static final Duration AT_ONCE = Duration.ofMillis(300);

    private static final Duration SILENCE_MAX = Duration.ofSeconds(5);
    private static final ByteString ALIVE = ByteString.fromString(":\n\n");
    private static final long OVER = -1;
    private static final Parameter LAST = Parameter.whole(
            Call.LAST_EVENT_ID,
            0,
            Long.MAX_VALUE - 2,
            "the id of the last event that was heard, when a stream broke off: it goes on after that one");

    private final Sampo sampo;

    EventRoutes(Sampo sampo) {
        this.sampo = sampo;
    }

    List<Route> routes() {
        return List.of(Route.events(
                        "/v1/jobs/{job}/events",
                        "What happened to a job and what happens, until its end; an event's id is its place among the job's"
                                + " events, from 0, and the header Last-Event-ID goes on after one",
                        this::events)
                .query(Parameter.oneOf("follow", List.of("on", "off"), "off: only what has happened by now")
                        .usually("on"))
                .query(Parameter.whole("from", 0, Long.MAX_VALUE - 1, "from this event on")
                        .usually(0))
                .header(LAST));
    }

    private CompletionStage<Reply> events(Call call) {
        JobById job = sampo.job(call.path("job"));
        long from = call.lastEventId().map(id -> 1 + LAST.number(id)).orElseGet(() -> call.longNumber("from"));
        boolean follows = !call.query("follow").equals(Optional.of("off"));
        return job.status().thenApply(there -> new Reply.Events(stream(job, from, follows)));
    }

    private static Source<ByteString, NotUsed> stream(JobById job, long from, boolean follows) {
        var names = new TaskNames(job);
        return Source.unfoldAsync(from, next -> page(job, names, next, follows))
                .filter(bytes -> !bytes.isEmpty())
                .keepAlive(SILENCE_MAX, () -> ALIVE);
    }

    private static CompletionStage<Optional<Pair<Long, ByteString>>> page(
            JobById job, TaskNames names, long from, boolean follows) {
        if (from == OVER) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return job.events(from, PAGE, follows ? ASKED : AT_ONCE).thenCompose(found -> {
            boolean isOver = found.last() || !follows && found.events().isEmpty();
            return names.know(found.events())
                    .thenApply(known -> Optional.of(Pair.create(isOver ? OVER : found.next(), written(found, names))));
        });
    }

    private static ByteString written(Answer.Events found, TaskNames names) {
        var text = new StringBuilder();
        long number = found.fromSequence();
        for (var event : found.events()) {
            ToldEvent told = ToldEvent.of(number, event, names::of);
            text.append("id: ")
                    .append(number)
                    .append("\nevent: ")
                    .append(told.event())
                    .append("\ndata: ");
            text.append(new String(Json.write(told), StandardCharsets.UTF_8)).append("\n\n");
            number++;
        }
        return ByteString.fromString(text.toString());
    }
}
