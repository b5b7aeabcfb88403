package dev.sampo.http;

import dev.sampo.JobById;
import dev.sampo.Sampo;
import dev.sampo.http.api.Json;
import dev.sampo.http.api.OutputView;
import dev.sampo.http.api.SpokeView;
import dev.sampo.http.api.SpokenView;
import dev.sampo.job.JobId;
import dev.sampo.job.TaskState;
import dev.sampo.planning.TaskSummary;
import dev.sampo.wire.Chunk;
import dev.sampo.wire.OutputTold;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.pekko.NotUsed;
import org.apache.pekko.japi.Pair;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/**
 * Follows what one attempt at a task writes: waits until the task runs, asks the node where it does again and again, and tells
 * how it ended. While it runs the scheduler is asked nothing.
 */
final class Listening {
    private static final long EVERY_MILLIS = 250;
    private static final int WAITS_MAX = 12;
    private static final Pattern ID = Pattern.compile("(\\d{1,9})-(\\d{1,18})-(\\d{1,18})");

    /**
     * How much has been heard.
     *
     * @param node where the attempt is; empty when that is to be looked up
     * @param attempt 0 before anything was heard
     * @param pause how long to wait before more is asked for, in milliseconds
     * @param waits how often its end was known to the node only
     */
    record Heard(String node, int attempt, long stdout, long stderr, boolean isOver, long pause, int waits) {
        static final Heard NOTHING = new Heard("", 0, 0, 0, false, 0, 0);

        /** From the id of an event. */
        static Heard upTo(String id) {
            Matcher parts = ID.matcher(id);
            if (!parts.matches()) {
                throw new IllegalArgumentException("Last-Event-ID=" + id + " is no id of such an event");
            }
            return new Heard(
                    "",
                    Integer.parseInt(parts.group(1)),
                    Long.parseLong(parts.group(2)),
                    Long.parseLong(parts.group(3)),
                    false,
                    0,
                    0);
        }

        private Heard at(String where) {
            return new Heard(where, attempt, stdout, stderr, isOver, EVERY_MILLIS, waits);
        }

        private Heard over() {
            return new Heard(node, attempt, stdout, stderr, true, 0, waits);
        }

        private Heard waiting() {
            return new Heard(node, attempt, stdout, stderr, false, EVERY_MILLIS, waits + 1);
        }

        private String id() {
            return attempt + "-" + stdout + "-" + stderr;
        }
    }

    private final Sampo sampo;
    private final JobById job;
    private final TaskSummary task;
    private final Function<TaskSummary, CompletionStage<OutputView>> kept;
    private final Executor executor;

    /** @param kept tells how an attempt ended, and what is kept of what it wrote */
    Listening(Sampo sampo, JobById job, TaskSummary task, Function<TaskSummary, CompletionStage<OutputView>> kept) {
        this.sampo = sampo;
        this.job = job;
        this.task = task;
        this.kept = kept;
        this.executor = sampo.system().executionContext();
    }

    Source<ByteString, NotUsed> from(Heard heard) {
        return Source.unfoldAsync(heard, this::next).filter(bytes -> !bytes.isEmpty());
    }

    private CompletionStage<Optional<Pair<Heard, ByteString>>> next(Heard heard) {
        if (heard.isOver()) {
            return CompletableFuture.completedFuture(Optional.empty());
        }
        Executor later = heard.pause() == 0
                ? executor
                : CompletableFuture.delayedExecutor(heard.pause(), TimeUnit.MILLISECONDS, executor);
        return CompletableFuture.supplyAsync(() -> heard.node().isEmpty() ? lookUp(heard) : ask(heard), later)
                .thenCompose(step -> step)
                .thenApply(Optional::of);
    }

    /** Who heard of an attempt hears its end, also when the next has begun. */
    private CompletionStage<Pair<Heard, ByteString>> lookUp(Heard heard) {
        return job.task(task.name()).thenCompose(now -> {
            if (now.state() == TaskState.ASSIGNED && !now.node().isEmpty()) {
                return ask(heard.at(now.node()));
            }
            if (heard.attempt() > 0 && !now.node().isEmpty()) {
                return rest(heard.at(now.node()), now);
            }
            return heard.attempt() > 0 || now.state().isFinal() ? over(heard, now) : silence(heard.at(""));
        });
    }

    /** Where its value was made, that may still be known of which no more than a part was heard. */
    private CompletionStage<Pair<Heard, ByteString>> rest(Heard heard, TaskSummary now) {
        return answer(heard)
                .thenCompose(told -> told.attempt() == heard.attempt() ? told(heard, told) : over(heard, now));
    }

    private static CompletionStage<Pair<Heard, ByteString>> silence(Heard heard) {
        return CompletableFuture.completedFuture(Pair.create(heard, ByteString.emptyByteString()));
    }

    private CompletionStage<Pair<Heard, ByteString>> ask(Heard heard) {
        return answer(heard).thenCompose(told -> told(heard, told));
    }

    private CompletionStage<OutputTold> answer(Heard heard) {
        return sampo.node(heard.node())
                .outputAsync(new JobId(job.id()), task.number(), heard.attempt(), heard.stdout(), heard.stderr())
                .toCompletableFuture()
                .exceptionally(silent -> OutputTold.NOTHING);
    }

    private CompletionStage<Pair<Heard, ByteString>> told(Heard heard, OutputTold told) {
        if (told.attempt() == 0) {
            return silence(heard.at(""));
        }
        if (heard.attempt() != 0 && told.attempt() != heard.attempt()) {
            return job.task(task.name()).thenCompose(now -> over(heard, now));
        }
        var stdout = new Part(heard.stdout(), told.stdout(), told.isOver());
        var stderr = new Part(heard.stderr(), told.stderr(), told.isOver());
        boolean isAll = stdout.isAll() && stderr.isAll();
        var after = new Heard(
                heard.node(),
                told.attempt(),
                stdout.end(),
                stderr.end(),
                false,
                isAll && !told.isOver() ? EVERY_MILLIS : 0,
                heard.waits());
        if (stdout.isEmpty() && stderr.isEmpty()) {
            return told.isOver() && isAll ? ended(after) : silence(after);
        }
        var view = new SpokenView(told.attempt(), stdout.text(), stderr.text(), stdout.leftOut() + stderr.leftOut());
        return CompletableFuture.completedFuture(Pair.create(after, written(after.id(), "output", view)));
    }

    /** The node knows before the scheduler does; that may have begun the next attempt by now. */
    private CompletionStage<Pair<Heard, ByteString>> ended(Heard heard) {
        return job.task(task.name())
                .thenCompose(now -> now.state() == TaskState.ASSIGNED && heard.waits() < WAITS_MAX
                        ? silence(heard.waiting())
                        : over(heard, now));
    }

    /** Of whom nothing was heard, that is told which is kept. */
    private CompletionStage<Pair<Heard, ByteString>> over(Heard heard, TaskSummary now) {
        return kept.apply(now).thenApply(view -> {
            var end = written(heard.id(), "over", new SpokeView(view.state(), view.exitCode(), view.error()));
            boolean hasMore = heard.attempt() == 0 && view.stdout() != null;
            return Pair.create(
                    heard.over(),
                    hasMore
                            ? written(heard.id(), "output", new SpokenView(0, view.stdout(), view.stderr(), 0))
                                    .concat(end)
                            : end);
        });
    }

    private static ByteString written(String id, String event, Object view) {
        String json = new String(Json.write(view), StandardCharsets.UTF_8);
        return ByteString.fromString("id: " + id + "\nevent: " + event + "\ndata: " + json + "\n\n");
    }

    /** What came of one stream, in whole letters. */
    private static final class Part {
        private final byte[] bytes;
        private final long leftOut;
        private final int first;
        private final int last;
        private final long begin;
        private final boolean isAll;

        Part(long from, Chunk chunk, boolean isOver) {
            bytes = chunk.bytes();
            begin = chunk.offset();
            leftOut = Math.max(0, begin - from);
            first = leftOut > 0 ? Letters.torn(bytes) : 0;
            isAll = chunk.isLast();
            last = isAll && isOver ? bytes.length : Math.max(first, Letters.whole(bytes));
        }

        boolean isEmpty() {
            return first == last;
        }

        boolean isAll() {
            return isAll;
        }

        long end() {
            return begin + last;
        }

        long leftOut() {
            return leftOut;
        }

        String text() {
            return Letters.of(bytes, first, last);
        }
    }
}
