package dev.sampo.http;

import dev.sampo.Sampo;
import dev.sampo.TaskValue;
import dev.sampo.dag.Digest;
import dev.sampo.http.value.JsonText;
import dev.sampo.http.value.NotJson;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
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
    static final String RANGE = "Range";
    private static final String IF_RANGE = "If-Range";
    /** So much of a value that has elements is in memory at a time, as it is kept, unless one of them alone is larger. */
    private static final long AT_ONCE = 2 << 20;
    /** Who reads a value more slowly is in the way of others. */
    private static final Duration READ_MAX = Duration.ofMinutes(10);

    private static final ByteString BEGIN = ByteString.fromString("[");
    private static final ByteString NEXT = ByteString.fromString(",");
    private static final ByteString END = ByteString.fromString("]");

    private final Sampo sampo;
    private final JobRoutes jobs;
    private final Duration waitMax;
    private final ValueRoom room;

    ValueRoutes(Sampo sampo, JobRoutes jobs, HttpSettings settings, ValueRoom room) {
        this.sampo = sampo;
        this.jobs = jobs;
        this.waitMax = settings.waitMax();
        this.room = room;
    }

    List<Route> routes() {
        return List.of(Route.get(
                        "/v1/jobs/{job}/tasks/{task}/value",
                        "The value of a task: as JSON, or, if it is bytes, as those (application/octet-stream), and with the header Range some of"
                                + " them",
                        Object.class,
                        this::value)
                .query(Parameter.lasting(
                        "wait",
                        waitMax,
                        "how long to wait until it is there, such as 10s; at most " + waitMax.toSeconds() + "s"))
                .query(Parameter.oneOf(
                                "as",
                                List.of(JSON, BYTES),
                                "bytes: as it is kept, for programs that have the job's classes")
                        .usually(JSON))
                .header(Parameter.text(
                        RANGE, "of a value that is bytes, only these: bytes=0-99, bytes=100-, bytes=-10"))
                .header(Parameter.text(
                        IF_RANGE,
                        "the header ETag of an earlier answer: only if the value is still that, otherwise all")));
    }

    private CompletionStage<Reply> value(Call call) {
        String as = call.query("as").orElse(JSON);
        Duration wait = call.duration("wait");
        String task = call.path("task");
        return jobs.ofTask(call, (job, name) -> job.value(name, wait)).thenCompose(found -> {
            TaskValue value = found.orElseThrow(() -> Problem.of(
                            409,
                            "NO_VALUE_YET",
                            "task \"" + task + "\" of job " + call.path("job")
                                    + " has no value yet; ask again, with wait=10s to be answered when it has")
                    .again(1)
                    .refusal());
            return value.hasElements() ? elements(value, task, as) : single(value, as, call);
        });
    }

    private CompletionStage<Reply> single(TaskValue value, String as, Call call) {
        ValueRoom.Place place = room.take(value.size());
        CompletionStage<?> got = as.equals(JSON) ? value.value() : value.encoded();
        return got.<Reply>thenApply(object -> reply(object, place, call))
                .whenComplete((reply, failure) -> placed(place, failure));
    }

    /** What was not got needs no room; what was got is perhaps never read. */
    private static void placed(ValueRoom.Place place, Throwable failure) {
        if (failure != null) {
            place.giveBack();
        } else {
            place.giveBackAfter(READ_MAX);
        }
    }

    private static Reply reply(Object value, ValueRoom.Place place, Call call) {
        if (value instanceof byte[] bytes) {
            return reply(bytes, place, call);
        }
        JsonText text = json(value);
        return new Reply.Stream(givingBack(Source.fromIterator(() -> text), place));
    }

    private static Reply reply(byte[] bytes, ValueRoom.Place place, Call call) {
        String tag = "\"" + Digest.of(bytes) + "\"";
        var range = ByteRange.of(call.header(RANGE), bytes.length, tag, call.header(IF_RANGE));
        var some = ByteString.fromArrayUnsafe(bytes, (int) range.from(), (int) range.length());
        return new Reply.Bytes(tag, range, givingBack(Source.single(some), place));
    }

    private static Source<ByteString, NotUsed> givingBack(Source<ByteString, NotUsed> pieces, ValueRoom.Place place) {
        return pieces.completionTimeout(READ_MAX).watchTermination((mat, done) -> {
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
    private CompletionStage<Reply> elements(TaskValue value, String task, String as) {
        if (as.equals(BYTES)) {
            throw Problem.of(
                            406,
                            "NOT_BYTES",
                            "the value of \"" + task + "\" is made of " + value.count()
                                    + " elements; ask for one of them, such as \"" + task + "[0]\"")
                    .refusal();
        }
        ValueRoom.Place place = room.take(AT_ONCE);
        return value.elements(0, place::atLeast)
                .<Reply>thenApply(first -> new Reply.Stream(givingBack(elements(value, first, place), place)))
                .whenComplete((reply, failure) -> placed(place, failure));
    }

    private static Source<ByteString, NotUsed> elements(
            TaskValue value, List<Optional<Object>> first, ValueRoom.Place place) {
        Iterable<ByteString> begin = pieces(first, true);
        return Source.from(begin)
                .concat(Source.unfoldAsync(first.size(), from -> page(value, from, place))
                        .mapConcat(pieces -> pieces))
                .concat(Source.single(END));
    }

    private static CompletionStage<Optional<Pair<Integer, Iterable<ByteString>>>> page(
            TaskValue value, int from, ValueRoom.Place place) {
        if (from >= value.count()) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        return value.elements(from, place::atLeast)
                .thenApply(some -> Optional.of(Pair.create(from + some.size(), pieces(some, false))));
    }

    /** Each is looked at now, and written when it is its turn. */
    private static Iterable<ByteString> pieces(List<Optional<Object>> elements, boolean isFirst) {
        var texts = new ArrayDeque<Iterator<ByteString>>();
        for (Optional<Object> element : elements) {
            texts.add(List.of(isFirst && texts.isEmpty() ? BEGIN : NEXT).iterator());
            texts.add(json(element.orElse(null)));
        }
        if (isFirst && texts.isEmpty()) {
            texts.add(List.of(BEGIN).iterator());
        }
        return () -> new OneByOne(texts);
    }

    /** What several iterators yield, each forgotten when it is at its end. */
    private record OneByOne(Deque<Iterator<ByteString>> rest) implements Iterator<ByteString> {
        @Override
        public boolean hasNext() {
            while (!rest.isEmpty() && !rest.peek().hasNext()) {
                rest.poll();
            }
            return !rest.isEmpty();
        }

        @Override
        public ByteString next() {
            if (!hasNext()) {
                throw new NoSuchElementException();
            }
            return rest.peek().next();
        }
    }
}
