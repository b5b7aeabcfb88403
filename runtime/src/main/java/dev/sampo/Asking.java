package dev.sampo;

import dev.sampo.planning.Answer;
import dev.sampo.wire.ToClient;
import dev.sampo.wire.ToScheduler;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.apache.pekko.actor.Cancellable;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;

/**
 * Asks a partition until it answers. Whatever got no answer for a while is asked again: the partition may have moved
 * meanwhile and know nothing of who had asked. Everything may be asked twice, a submit and a cancel too: they name the job.
 */
final class Asking {
    private final ActorSystem<?> system;
    private final ClientSettings settings;
    private final OpenQuestions open;

    Asking(ActorSystem<?> system, ClientSettings settings) {
        this.system = system;
        this.settings = settings;
        this.open = new OpenQuestions(system);
    }

    /** For what is answered at once: after the time for it, nobody knows. */
    <T> CompletionStage<T> inTime(
            String what,
            ActorRef<ToScheduler> partition,
            Function<ActorRef<ToClient>, ToScheduler> question,
            Function<Answer, T> understand) {
        var answered = new CompletableFuture<Answer>();
        ask(System.nanoTime() + settings.askTimeout().toNanos(), answered, partition, question);
        return understood(what, answered, understand);
    }

    /** An answer to an earlier asking is as good as one to the latest: a slow partition is not asked in vain. */
    private void ask(
            long end,
            CompletableFuture<Answer> answered,
            ActorRef<ToScheduler> partition,
            Function<ActorRef<ToClient>, ToScheduler> question) {
        Duration left = Duration.ofNanos(end - System.nanoTime());
        if (left.isNegative() || left.isZero()) {
            return;
        }
        AskPattern.<ToScheduler, ToClient>ask(partition, question::apply, left, system.scheduler())
                .whenCompleteAsync(
                        (reply, failure) -> {
                            if (failure == null) {
                                answered.complete(reply.answer());
                            } else {
                                answered.completeExceptionally(failure);
                            }
                        },
                        Runnable::run);
        try {
            Cancellable again = system.scheduler()
                    .scheduleOnce(
                            settings.askAgainAfter(),
                            () -> ask(end, answered, partition, question),
                            system.executionContext());
            answered.whenCompleteAsync((answer, failure) -> again.cancel(), Runnable::run);
        } catch (IllegalStateException noTimersAnyMore) {
            answered.completeExceptionally(noTimersAnyMore);
        }
    }

    /** For what waits until something happens that may take its time: empty when it has not by then. */
    <T> CompletionStage<Optional<T>> within(
            Duration limit,
            String what,
            ActorRef<ToScheduler> partition,
            Function<ActorRef<ToClient>, ToScheduler> question,
            Function<Answer, T> understand) {
        var answered = new CompletableFuture<Answer>();
        ask(System.nanoTime() + limit.toNanos(), answered, partition, question);
        return orClosed(
                what,
                answered.handleAsync(
                        (answer, failure) -> {
                            if (failure == null) {
                                return Optional.of(understand.apply(answer));
                            }
                            if (isTimeout(failure)) {
                                return Optional.empty();
                            }
                            throw indeterminate(what, failure);
                        },
                        system.executionContext()));
    }

    /** For what waits until something happens. */
    <T> CompletionStage<T> untilAnswered(
            String what,
            ActorRef<ToScheduler> partition,
            Function<ActorRef<ToClient>, ToScheduler> question,
            Function<Answer, T> understand) {
        return understood(what, askEndlessly(partition, question), understand);
    }

    private CompletionStage<Answer> askEndlessly(
            ActorRef<ToScheduler> partition, Function<ActorRef<ToClient>, ToScheduler> question) {
        return AskPattern.<ToScheduler, ToClient>ask(
                        partition, question::apply, settings.askAgainAfter(), system.scheduler())
                .handleAsync(
                        (reply, failure) -> {
                            if (failure == null) {
                                return CompletableFuture.completedFuture(reply.answer());
                            }
                            return isTimeout(failure) && !isTerminated()
                                    ? askEndlessly(partition, question)
                                    : CompletableFuture.<Answer>failedStage(failure);
                        },
                        system.executionContext())
                .thenCompose(Function.identity());
    }

    /** What takes more than one question: it ends with this Sampo, too. */
    <T> CompletionStage<T> orClosed(String what, CompletionStage<T> answered) {
        return open.ask(what, answered);
    }

    private <T> CompletionStage<T> understood(
            String what, CompletionStage<Answer> answered, Function<Answer, T> understand) {
        return orClosed(
                what,
                answered.handleAsync(
                        (answer, failure) -> {
                            if (failure != null) {
                                throw indeterminate(what, failure);
                            }
                            return understand.apply(answer);
                        },
                        system.executionContext()));
    }

    private boolean isTerminated() {
        return system.getWhenTerminated().toCompletableFuture().isDone();
    }

    private static boolean isTimeout(Throwable failure) {
        return SampoException.causeOf(failure) instanceof TimeoutException;
    }

    private static SampoException indeterminate(String what, Throwable failure) {
        Throwable cause = SampoException.causeOf(failure);
        return cause instanceof SampoException known ? known : new SampoException.Indeterminate(what, cause);
    }
}
