package dev.sampo.http;

import dev.sampo.Sampo;
import dev.sampo.TaskValue;
import dev.sampo.http.value.JsonText;
import dev.sampo.http.value.NotJson;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.apache.pekko.NotUsed;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/** What tasks have made, for programs that do not have its classes: as JSON, or as bytes. */
final class ValueRoutes {
    private static final String JSON = "json";
    private static final String BYTES = "bytes";
    /** A reader that was answered and does not read is not kept room for. */
    private static final Duration UNREAD_MAX = Duration.ofMinutes(1);

    private static final ByteString BEGIN = ByteString.fromString("[");
    private static final ByteString NEXT = ByteString.fromString(",");
    private static final ByteString END = ByteString.fromString("]");

    private final Sampo sampo;
    private final JobRoutes jobs;
    private final Duration waitMax;
    private final ValueRoom room;

    ValueRoutes(Sampo sampo, JobRoutes jobs, HttpSettings settings) {
        this.sampo = sampo;
        this.jobs = jobs;
        this.waitMax = settings.waitMax();
        this.room = new ValueRoom(settings.valuesMax());
    }

    List<Route> routes() {
        return List.of(Route.get(
                        "/v1/jobs/{job}/tasks/{task}/value",
                        "The value of a task: as JSON, or, if it is bytes, as those (application/octet-stream)",
                        Object.class,
                        this::value)
                .query("wait", "how long to wait until it is there, such as 10s; at most " + waitMax.toSeconds() + "s")
                .query(
                        "as",
                        "json unless said otherwise; bytes: as it is kept, for programs that have the job's classes"));
    }

    private CompletionStage<Reply> value(Call call) {
        String as = call.query("as").orElse(JSON);
        if (!as.equals(JSON) && !as.equals(BYTES)) {
            throw new IllegalArgumentException("as=" + as + " is not known; there are json and bytes");
        }
        Duration wait = call.duration("wait", Duration.ZERO, waitMax);
        String task = call.path("task");
        return jobs.ofTask(call, (job, name) -> job.value(name, wait)).thenCompose(found -> {
            TaskValue value = found.orElseThrow(() -> Problem.of(
                            409,
                            "NO_VALUE_YET",
                            "task \"" + task + "\" of job " + call.path("job")
                                    + " has no value yet; ask again, with wait=10s to be answered when it has")
                    .again(1)
                    .refusal());
            return value.hasElements() ? elements(value, task, as) : single(value, as);
        });
    }

    private CompletionStage<Reply> single(TaskValue value, String as) {
        ValueRoom.Place place = room.take(value.size());
        CompletionStage<?> got = as.equals(JSON) ? value.value() : value.encoded();
        return got.<Reply>thenApply(object -> stream(object, place)).whenComplete((reply, failure) -> {
            if (failure != null) {
                place.giveBack();
            } else {
                place.giveBackAfter(UNREAD_MAX);
            }
        });
    }

    private static Reply stream(Object value, ValueRoom.Place place) {
        if (value instanceof byte[] bytes) {
            return new Reply.Stream(false, givingBack(Source.single(ByteString.fromArrayUnsafe(bytes)), place));
        }
        JsonText text = json(value);
        return new Reply.Stream(true, givingBack(Source.fromIterator(() -> text), place));
    }

    private static Source<ByteString, NotUsed> givingBack(Source<ByteString, NotUsed> pieces, ValueRoom.Place place) {
        return pieces.watchTermination((mat, done) -> {
            done.whenCompleteAsync((over, failure) -> place.giveBack(), Runnable::run);
            return mat;
        });
    }

    private static JsonText json(Object value) {
        try {
            return JsonText.of(value);
        } catch (NotJson not) {
            throw Problem.of(406, "NOT_JSON_VALUE", not.getMessage() + "; or ask for it with as=bytes")
                    .refusal();
        }
    }

    /** The first ones are got before anything is answered: what is wrong with them can still be told. */
    private static CompletionStage<Reply> elements(TaskValue value, String task, String as) {
        if (as.equals(BYTES)) {
            throw Problem.of(
                            406,
                            "NOT_BYTES",
                            "the value of \"" + task + "\" is made of " + value.count()
                                    + " elements; ask for one of them, such as \"" + task + "[0]\"")
                    .refusal();
        }
        return value.elements(0).thenApply(first -> {
            List<ByteString> pieces = pieces(first, true);
            Source<ByteString, NotUsed> more =
                    Source.unfoldAsync(first.size(), from -> page(value, from)).mapConcat(each -> each);
            return new Reply.Stream(true, Source.from(pieces).concat(more).concat(Source.single(END)));
        });
    }

    private static CompletionStage<Optional<Pair<Integer, List<ByteString>>>> page(TaskValue value, int from) {
        if (from >= value.count()) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return value.elements(from)
                .thenApply(some -> Optional.of(Pair.create(from + some.size(), pieces(some, false))));
    }

    private static List<ByteString> pieces(List<Optional<Object>> elements, boolean isFirst) {
        var pieces = new ArrayList<ByteString>();
        if (isFirst) {
            pieces.add(BEGIN);
        }
        for (Optional<Object> element : elements) {
            if (!isFirst || pieces.size() > 1) {
                pieces.add(NEXT);
            }
            for (Iterator<ByteString> text = json(element.orElse(null)); text.hasNext(); ) {
                pieces.add(text.next());
            }
        }
        return pieces;
    }
}
