package dev.sampo.http;

import dev.sampo.JobById;
import dev.sampo.Sampo;
import dev.sampo.SampoException;
import dev.sampo.http.api.GraphView;
import dev.sampo.http.api.Json;
import dev.sampo.http.api.LiveView;
import dev.sampo.http.api.TableView;
import dev.sampo.http.api.TimelineView;
import dev.sampo.http.api.ValuesView;
import dev.sampo.http.picture.Look;
import dev.sampo.http.picture.Picture;
import dev.sampo.http.picture.Pictures;
import dev.sampo.http.picture.Seen;
import dev.sampo.http.picture.TableQuery;
import dev.sampo.job.TaskState;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/** Jobs drawn: as a graph, along the time, as a table, and as they stand from moment to moment. Each answer is bounded, however large the job is. */
final class PictureRoutes {
    private static final int BARS_USUAL = 600;
    private static final int BARS_MAX = 3_000;
    private static final int ROWS_USUAL = 50;
    private static final int ROWS_MAX = 500;
    private static final long EVERY_MILLIS = 500;
    private static final long BUSY_SECONDS = 5;
    private static final Duration SILENCE_MAX = Duration.ofSeconds(5);
    private static final ByteString ALIVE = ByteString.fromString(":\n\n");

    private static final Parameter FROM = Parameter.whole(
                    "from", 0, Integer.MAX_VALUE / 2, "pass over so many: what the page before gave as next")
            .usually(0);
    private static final Parameter LAST = Parameter.whole(
            Call.LAST_EVENT_ID,
            0,
            Long.MAX_VALUE - 1,
            "the id of the last event that was heard, when a stream broke off: it goes on from there");

    private final Sampo sampo;
    private final JobRoutes jobs;
    private final Pictures pictures;
    private final Fleet fleet;
    private final Executor executor;

    PictureRoutes(Sampo sampo, JobRoutes jobs, Fleet fleet) {
        this.sampo = sampo;
        this.jobs = jobs;
        this.fleet = fleet;
        // Of a large job a drawing takes a while: no actor is to wait for it.
        this.executor = sampo.system().dispatchers().lookup(DispatcherSelector.blocking());
        this.pictures = new Pictures(executor);
    }

    List<Route> routes() {
        return List.of(
                Route.get(
                        "/v1/jobs/{job}/graph",
                        "The graph of a job, collapsed so far that it can be drawn",
                        GraphView.class,
                        call -> picture(call).thenApply(picture -> Reply.ok(picture.graph()))),
                Route.get(
                                "/v1/jobs/{job}/timeline",
                                "When tasks of a job ran on which node: the longest, how many at a time, and which of them waited"
                                        + " for one another until the end",
                                TimelineView.class,
                                call -> picture(call).thenApply(picture -> Reply.ok(timeline(picture, call))))
                        .query(Parameter.whole("from", 0, Long.MAX_VALUE, "milliseconds since the job was accepted")
                                .usually(0))
                        .query(Parameter.whole(
                                "to", 0, Long.MAX_VALUE, "up to these; to its end, or to now, unless said otherwise"))
                        .query(Parameter.whole("bars", 0, BARS_MAX, "at most so many tasks")
                                .usually(BARS_USUAL)),
                Route.get(
                                "/v1/jobs/{job}/table",
                                "Tasks of a job with their times, in their order",
                                TableView.class,
                                call -> picture(call).thenApply(picture -> Reply.ok(picture.table(query(call)))))
                        .query(Parameter.oneOf("state", TaskState.values(), "only those"))
                        .query(Parameter.whole("group", 0, Integer.MAX_VALUE, "only those of this group of the graph"))
                        .query(Parameter.text("name", "only those whose name contains this"))
                        .query(FROM)
                        .query(Parameter.limit(ROWS_USUAL, ROWS_MAX)),
                Route.get(
                                "/v1/jobs/{job}/values",
                                "How large the values of a job's tasks are, and where: the largest first, sums by node, and what"
                                        + " is on its way between nodes",
                                ValuesView.class,
                                call -> picture(call)
                                        .thenCompose(picture -> values(picture, call))
                                        .thenApply(Reply::ok))
                        .query(FROM)
                        .query(Parameter.limit(ROWS_USUAL, ROWS_MAX)),
                Route.events(
                                "/v1/jobs/{job}/live",
                                "Server-sent events: how a job stands, twice a second at most while anything changes, until its end; an"
                                        + " event's id is how many events the job has had, and the header Last-Event-ID goes on from there",
                                this::live)
                        .header(LAST));
    }

    private CompletionStage<Picture> picture(Call call) {
        JobById job = sampo.job(call.path("job"));
        return pictures.of(job).toCompletableFuture().exceptionallyCompose(failure -> explained(job, failure));
    }

    private CompletionStage<Picture> explained(JobById job, Throwable failure) {
        if (SampoException.causeOf(failure) instanceof Pictures.Full full) {
            throw Problem.of(503, "BUSY", full.getMessage()).again(BUSY_SECONDS).refusal();
        }
        return jobs.near(job, failure);
    }

    private CompletionStage<ValuesView> values(Picture picture, Call call) {
        Set<String> there = fleet.there();
        ValuesView page =
                picture.values(call.number("from"), call.number("limit")).with(there::contains);
        return picture.isOver()
                ? CompletableFuture.completedFuture(page)
                : fleet.fetches(call.path("job")).thenApply(all -> page.with(transfers(picture, all)));
    }

    private static List<ValuesView.TransferView> transfers(Picture picture, List<Fleet.Fetching> all) {
        return all.stream()
                .limit(ROWS_MAX)
                .map(each -> new ValuesView.TransferView(
                        each.task(),
                        picture.name(each.task()).orElse("task " + each.task()),
                        each.from(),
                        each.to(),
                        each.bytes(),
                        each.millis()))
                .toList();
    }

    private static TimelineView timeline(Picture picture, Call call) {
        return picture.timeline(
                call.longNumber("from"),
                call.query("to").isPresent() ? call.longNumber("to") : Long.MAX_VALUE,
                call.number("bars"));
    }

    private static TableQuery query(Call call) {
        return new TableQuery(
                call.query("state").map(name -> Parameter.constant(name, TaskState.values())),
                call.query("group").isPresent() ? call.number("group") : TableQuery.ANY_GROUP,
                call.query("name").orElse(""),
                call.number("from"),
                call.number("limit"));
    }

    private CompletionStage<Reply> live(Call call) {
        long seen = call.lastEventId().map(LAST::number).orElse(0L);
        return picture(call).thenApply(picture -> new Reply.Events(stream(picture, seen)));
    }

    private record Progress(Seen seen, boolean isOver, boolean isFirst) {}

    private Source<ByteString, NotUsed> stream(Picture picture, long sequence) {
        var first = new Progress(new Seen(sequence, -1, Map.of()), false, true);
        return Source.unfoldAsync(first, progress -> look(picture, progress))
                .filter(bytes -> !bytes.isEmpty())
                .keepAlive(SILENCE_MAX, () -> ALIVE);
    }

    private CompletionStage<Optional<Pair<Progress, ByteString>>> look(Picture picture, Progress progress) {
        if (progress.isOver() || picture.isLetGo()) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        Executor later = progress.isFirst()
                ? executor
                : CompletableFuture.delayedExecutor(EVERY_MILLIS, TimeUnit.MILLISECONDS, executor);
        return CompletableFuture.supplyAsync(picture::watched, later)
                .thenCompose(known -> known)
                .thenApplyAsync(known -> Optional.of(look(picture, progress, picture.isOver())), executor);
    }

    private static Pair<Progress, ByteString> look(Picture picture, Progress before, boolean isOver) {
        if (!before.isFirst() && !isOver && !picture.isNewTo(before.seen())) {
            return Pair.create(before, ByteString.emptyByteString());
        }
        Look look = picture.live(before.seen());
        return Pair.create(new Progress(look.seen(), isOver, false), written(look.view(), isOver));
    }

    private static ByteString written(LiveView view, boolean isOver) {
        String json = new String(Json.write(view), StandardCharsets.UTF_8);
        return ByteString.fromString(
                "id: " + view.sequence() + "\nevent: " + (isOver ? "over" : "state") + "\ndata: " + json + "\n\n");
    }
}
