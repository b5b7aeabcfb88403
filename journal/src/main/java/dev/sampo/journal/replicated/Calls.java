package dev.sampo.journal.replicated;

import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongFunction;
import org.apache.pekko.actor.ActorRef;

/** Questions to one node with one answer each, for reading in pages; from any thread. */
final class Calls {

    private final Map<Long, CompletableFuture<Letter>> waiting = new ConcurrentHashMap<>();
    private final AtomicLong ids = new AtomicLong();
    private final Post post;

    Calls(Post post) {
        this.post = post;
    }

    CompletableFuture<Letter> ask(ActorRef whom, ActorRef from, LongFunction<Letter> question, Duration limit) {
        long id = ids.incrementAndGet();
        CompletableFuture<Letter> answer = new CompletableFuture<>();
        waiting.put(id, answer);
        post.send(whom, from, question.apply(id));
        return answer.orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS)
                .whenComplete((done, failure) -> waiting.remove(id));
    }

    void on(long id, Letter answer) {
        CompletableFuture<Letter> waiter = waiting.get(id);
        if (waiter != null) {
            waiter.complete(answer);
        }
    }
}
