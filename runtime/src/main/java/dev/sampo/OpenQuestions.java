package dev.sampo;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.pekko.actor.typed.ActorSystem;

/**
 * The questions that somebody waits to have answered. When the actor system ends under them, because it was closed or
 * expelled from its cluster, neither an answer nor a time-out comes any more: then they end here.
 */
final class OpenQuestions {
    private final Map<CompletableFuture<?>, String> open = new ConcurrentHashMap<>();
    private volatile boolean over;

    OpenQuestions(ActorSystem<?> system) {
        system.getWhenTerminated().whenComplete((done, failure) -> end());
    }

    private void end() {
        over = true;
        open.forEach(OpenQuestions::fail);
    }

    private static void fail(CompletableFuture<?> answer, String what) {
        answer.completeExceptionally(new SampoException.Indeterminate(
                what, new IllegalStateException("this Sampo was closed, or its node was removed from the cluster")));
    }

    /** The same answer, or the end of the system, whichever comes first. */
    <T> CompletionStage<T> ask(String what, CompletionStage<T> answered) {
        var answer = new CompletableFuture<T>();
        open.put(answer, what);
        answered.whenCompleteAsync(
                (value, failure) -> {
                    open.remove(answer);
                    if (failure == null) {
                        answer.complete(value);
                    } else {
                        answer.completeExceptionally(failure);
                    }
                },
                Runnable::run);
        if (over) {
            fail(answer, what);
        }
        return answer;
    }
}
