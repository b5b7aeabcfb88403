package dev.sampo.http;

import dev.sampo.JobById;
import dev.sampo.Sampo;
import dev.sampo.job.JobEvent;
import dev.sampo.job.JobLedger;
import dev.sampo.job.Ledger;
import dev.sampo.planning.Answer;
import dev.sampo.planning.JobSummary;
import dev.sampo.story.Chronicle;
import dev.sampo.story.Export;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.apache.pekko.NotUsed;
import org.apache.pekko.actor.typed.DispatcherSelector;
import org.apache.pekko.dispatch.Dispatchers;
import org.apache.pekko.stream.ActorAttributes;
import org.apache.pekko.stream.javadsl.Source;
import org.apache.pekko.util.ByteString;

/** A job as other programs and people read it: made here from its events, so that its scheduler is asked nothing else. */
final class ExportRoutes {
    private static final int EVENTS_AT_ONCE = 1_000;
    private static final int PIECES_AT_ONCE = 100;
    /** Each keeps a job's events in memory for as long as it is read. */
    private static final int AT_A_TIME_MAX = 4;

    private static final long AGAIN_SECONDS = 2;
    private static final Duration BEGINS_WITHIN = Duration.ofSeconds(5);
    /** Of a job that goes on there may be nothing more. */
    private static final Duration AT_ONCE = Duration.ofSeconds(1);
    /** Of a job that has ended it is known that there is more. */
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final Sampo sampo;
    private final JobRoutes jobs;
    private final Executor executor;
    private final Turns turns = new Turns(AT_A_TIME_MAX);

    ExportRoutes(Sampo sampo, JobRoutes jobs) {
        this.sampo = sampo;
        this.jobs = jobs;
        // What a large job comes to takes a while: no actor is to wait for it.
        this.executor = sampo.system().dispatchers().lookup(DispatcherSelector.blocking());
    }

    List<Route> routes() {
        return List.of(Route.text(
                        "/v1/jobs/{job}/export",
                        "A job for other programs, or as a page to look at that needs nothing else",
                        "*/*",
                        this::export)
                .query(Parameter.oneOf("format", Export.values(), "what it is to be")
                        .required()));
    }

    private CompletionStage<Reply> export(Call call) {
        Export export = Export.named(call.query("format")
                .orElseThrow(() -> new IllegalArgumentException("format is missing; there are " + Export.names())));
        JobById job = sampo.job(call.path("job"));
        Turns.Turn turn = turns.take().orElseThrow(() -> Problem.of(
                        503, "BUSY", "as many jobs are being written as may at a time; come again")
                .again(AGAIN_SECONDS)
                .refusal());
        return CompletableFuture.completedFuture(job)
                .thenCompose(this::ledger)
                .<Reply>thenApplyAsync(ledger -> reply(export, ledger, turn), executor)
                .whenComplete((reply, failure) -> {
                    if (failure != null) {
                        turn.end();
                    } else {
                        turn.endUnlessBegunWithin(BEGINS_WITHIN);
                    }
                })
                .exceptionallyCompose(failure -> jobs.near(job, failure));
    }

    private static Reply reply(Export export, JobLedger ledger, Turns.Turn turn) {
        var chronicle = Chronicle.of(ledger, System.currentTimeMillis());
        Source<ByteString, NotUsed> pieces = Source.fromIterator(
                        () -> export.of(chronicle).iterator())
                .grouped(PIECES_AT_ONCE)
                .map(some -> ByteString.fromString(String.join("", some)))
                .withAttributes(ActorAttributes.dispatcher(Dispatchers.DefaultBlockingDispatcherId()))
                .watchTermination((none, ended) -> {
                    turn.begin();
                    ended.whenComplete((done, failure) -> turn.end());
                    return none;
                });
        return new Reply.Text(export.type(), export.fileOf(ledger.id().value()), pieces);
    }

    /** All that has happened by now. */
    private CompletionStage<JobLedger> ledger(JobById job) {
        long until = System.currentTimeMillis();
        return job.status().thenCompose(there -> new Reading(job, there.status().isFinal(), until).all(there));
    }

    /** One job that is read, event by event. */
    private final class Reading {
        private final JobById job;
        private final boolean isFinal;
        private final long until;
        private final Ledger ledger = new Ledger();

        Reading(JobById job, boolean isFinal, long until) {
            this.job = job;
            this.isFinal = isFinal;
            this.until = until;
        }

        CompletionStage<JobLedger> all(JobSummary there) {
            return job.accepted(there)
                    .thenComposeAsync(
                            accepted -> {
                                take(accepted);
                                return rest(1);
                            },
                            executor)
                    .thenApply(read -> ledger.job(there.job()));
        }

        private CompletionStage<Void> rest(long from) {
            return job.events(from, EVENTS_AT_ONCE, isFinal ? PATIENCE : AT_ONCE)
                    .thenComposeAsync(
                            found -> {
                                found.events().forEach(this::take);
                                if (isAll(found, isFinal, until)) {
                                    return CompletableFuture.<Void>completedFuture(null);
                                }
                                return found.events().isEmpty() ? afterSilence(from) : rest(found.next());
                            },
                            executor);
        }

        /** It may have been busy: nothing again, after it has answered something else, is nothing. */
        private CompletionStage<Void> afterSilence(long from) {
            return job.status()
                    .thenCompose(there -> job.events(from, EVENTS_AT_ONCE, AT_ONCE))
                    .thenComposeAsync(
                            found -> found.events().isEmpty() && !found.last()
                                    ? CompletableFuture.<Void>completedFuture(null)
                                    : rest(from),
                            executor);
        }

        private void take(JobEvent event) {
            ledger.apply(event, JobLedger.Changes.IGNORED);
        }
    }

    /**
     * A job that goes on is not read for ever, and one that has ended to its last event.
     *
     * @throws Problem.Refusal for one that does not come to its end, rather than that half of it is taken for the whole
     */
    static boolean isAll(Answer.Events found, boolean isFinal, long until) {
        List<JobEvent> events = found.events();
        if (found.last()) {
            return true;
        }
        if (isFinal && events.isEmpty()) {
            throw Problem.of(503, "BUSY", "the scheduler of the job does not tell all of it in time; come again")
                    .again(AGAIN_SECONDS)
                    .refusal();
        }
        return !isFinal
                && !events.isEmpty()
                && (!found.isCut(EVENTS_AT_ONCE)
                        || events.get(events.size() - 1).at() > until);
    }
}
