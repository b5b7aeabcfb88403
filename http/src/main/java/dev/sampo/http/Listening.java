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
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
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
 * how it ended. While the node answers the scheduler is asked nothing. What was written and cannot be had any more is never
 * passed over without a word.
 */
final class Listening {
    private static final long EVERY_MILLIS = 250;
    private static final long EVERY_MILLIS_MAX = 2_000;

    /** There is more than one answer holds: a command that writes without end is not to keep its node busy. */
    private static final long MORE_MILLIS = 50;

    private static final int WAITS_MAX = 12;
    private static final int TRIES_MAX = 5;

    /** How much is missing cannot be told. */
    private static final long UNKNOWN = -1;

    private static final Pattern ID = Pattern.compile("(\\d{1,9})-(\\d{1,18})-(\\d{1,18})(?:-(.{1,1000}))?");

    /**
     * How much has been heard.
     *
     * @param node where the attempt is; empty when that is to be looked up
     * @param attempt 0 before anything was heard
     * @param pause how long to wait before more is asked for, in milliseconds
     * @param waits how often its end was known to the node only
     * @param tries how often in a row nothing of it was answered
     */
    record Heard(String node, int attempt, long stdout, long stderr, boolean isOver, long pause, int waits, int tries) {
        static final Heard NOTHING = new Heard("", 0, 0, 0, false, 0, 0, 0);

        /** From the id of an event. */
        static Heard upTo(String id) {
            Matcher parts = ID.matcher(id);
            if (!parts.matches()) {
                throw new IllegalArgumentException("Last-Event-ID=" + id + " is no id of such an event");
            }
            return new Heard(
                    parts.group(4) == null ? "" : URLDecoder.decode(parts.group(4), StandardCharsets.UTF_8),
                    Integer.parseInt(parts.group(1)),
                    Long.parseLong(parts.group(2)),
                    Long.parseLong(parts.group(3)),
                    false,
                    0,
                    0,
                    0);
        }

        private Heard at(String where) {
            return new Heard(where, attempt, stdout, stderr, isOver, pause, waits, tries);
        }

        private Heard found(String where) {
            return new Heard(where, attempt, stdout, stderr, isOver, pause, waits, 0);
        }

        private Heard over() {
            return new Heard(node, attempt, stdout, stderr, true, 0, waits, tries);
        }

        private Heard waiting() {
            return new Heard(node, attempt, stdout, stderr, false, EVERY_MILLIS, waits + 1, tries);
        }

        /** Each time a little longer. */
        private Heard tried() {
            long longer = Math.min(EVERY_MILLIS_MAX, Math.max(EVERY_MILLIS, 2 * pause));
            return new Heard(node, attempt, stdout, stderr, false, longer, waits, tries + 1);
        }

        private String id() {
            String place = node.isEmpty() ? "" : "-" + URLEncoder.encode(node, StandardCharsets.UTF_8);
            return attempt + "-" + stdout + "-" + stderr + place;
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

    private CompletionStage<TaskSummary> now() {
        return job.task(task.number());
    }

    /** Who heard of an attempt hears its end, also when the next has begun: only its own node knows of it. */
    private CompletionStage<Pair<Heard, ByteString>> lookUp(Heard heard) {
        return now().thenCompose(now -> {
            boolean isThere = now.state() == TaskState.ASSIGNED && !now.node().isEmpty();
            if (heard.attempt() > 0) {
                return now.node().isEmpty() ? gone(heard) : ask(heard.at(now.node()));
            }
            if (isThere) {
                return ask(heard.found(now.node()));
            }
            return now.state().isFinal() ? over(heard, now) : silence(heard.tried());
        });
    }

    private static CompletionStage<Pair<Heard, ByteString>> silence(Heard heard) {
        return CompletableFuture.completedFuture(Pair.create(heard, ByteString.emptyByteString()));
    }

    private CompletionStage<Pair<Heard, ByteString>> ask(Heard heard) {
        return answer(heard)
                .thenCompose(told -> told.map(there -> told(heard, there)).orElseGet(() -> unanswered(heard)));
    }

    /** Empty when the node does not answer. */
    private CompletionStage<Optional<OutputTold>> answer(Heard heard) {
        return CompletableFuture.completedFuture(heard.node())
                .thenCompose(node -> sampo.node(node)
                        .outputAsync(
                                new JobId(job.id()), task.number(), heard.attempt(), heard.stdout(), heard.stderr()))
                .thenApply(Optional::of)
                .exceptionally(silent -> Optional.empty());
    }

    /** As long as the task is there it may answer yet. */
    private CompletionStage<Pair<Heard, ByteString>> unanswered(Heard heard) {
        return now().thenCompose(now -> {
            boolean isThere = now.state() == TaskState.ASSIGNED && now.node().equals(heard.node());
            if (isThere || heard.attempt() > 0 && heard.tries() < TRIES_MAX) {
                return silence(heard.tried());
            }
            return heard.attempt() > 0 ? gone(heard) : silence(heard.tried().at(""));
        });
    }

    private CompletionStage<Pair<Heard, ByteString>> told(Heard heard, OutputTold told) {
        if (heard.attempt() != 0 && told.attempt() != heard.attempt()) {
            return gone(heard);
        }
        if (told.attempt() == 0) {
            return told.isOver() ? silence(heard.tried().at("")) : mute(heard);
        }
        var stdout = new Part(heard.stdout(), told.stdout(), told.isOver());
        var stderr = new Part(heard.stderr(), told.stderr(), told.isOver());
        boolean isAll = stdout.isAll() && stderr.isAll();
        long pause = isAll ? EVERY_MILLIS : MORE_MILLIS;
        var after = new Heard(
                heard.node(),
                told.attempt(),
                stdout.end(),
                stderr.end(),
                false,
                told.isOver() ? 0 : pause,
                heard.waits(),
                0);
        if (stdout.isEmpty() && stderr.isEmpty()) {
            return told.isOver() && isAll ? ended(after) : silence(after);
        }
        var view = new SpokenView(told.attempt(), stdout.text(), stderr.text(), stdout.leftOut() + stderr.leftOut());
        return CompletableFuture.completedFuture(Pair.create(after, written(after.id(), "output", view)));
    }

    /** Something runs there that says nothing: a command speaks as soon as it has begun. */
    private CompletionStage<Pair<Heard, ByteString>> mute(Heard heard) {
        if (heard.tries() < TRIES_MAX) {
            return silence(heard.tried());
        }
        return now().thenApply(now -> Pair.create(
                heard.over(),
                written(
                        heard.id(),
                        "over",
                        new SpokeView(
                                now.state().name().toLowerCase(Locale.ROOT), null, OutputRoutes.isNoCommand(task)))));
    }

    /** The node knows before the scheduler does; that may have begun the next attempt by now. */
    private CompletionStage<Pair<Heard, ByteString>> ended(Heard heard) {
        return now().thenCompose(now -> now.state() == TaskState.ASSIGNED && heard.waits() < WAITS_MAX
                ? silence(heard.waiting())
                : over(heard, now));
    }

    /** Of whom nothing was heard, that is told which is kept. */
    private CompletionStage<Pair<Heard, ByteString>> over(Heard heard, TaskSummary now) {
        return kept.apply(now).thenApply(view -> {
            boolean hasMore = heard.attempt() == 0 && view.stdout() != null;
            var more = hasMore
                    ? written(
                            heard.id(),
                            "output",
                            new SpokenView(0, view.stdout(), view.stderr(), view.cut() == null ? 0 : UNKNOWN))
                    : ByteString.emptyByteString();
            return Pair.create(heard.over(), more.concat(end(heard, view)));
        });
    }

    /** Nobody has the rest as it was written: what is kept is told, and that something may be missing. */
    private CompletionStage<Pair<Heard, ByteString>> gone(Heard heard) {
        return now().thenCompose(now -> kept.apply(now).thenApply(view -> {
            var rest = now.state().isFinal() && view.stdout() != null
                    ? new SpokenView(0, view.stdout(), view.stderr(), UNKNOWN)
                    : new SpokenView(heard.attempt(), "", "", UNKNOWN);
            return Pair.create(heard.over(), written(heard.id(), "output", rest).concat(end(heard, view)));
        }));
    }

    private static ByteString end(Heard heard, OutputView view) {
        return written(heard.id(), "over", new SpokeView(view.state(), view.exitCode(), view.error()));
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
