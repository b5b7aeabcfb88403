package dev.sampo.journal;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.Done;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.AskPattern;

/** A {@link Counter} on an actor system that other packages' tests have started. */
public final class Counters {

    private final ActorSystem<Void> system;
    private final ActorRef<Counter.Command> counter;

    private Counters(ActorSystem<Void> system, ActorRef<Counter.Command> counter) {
        this.system = system;
        this.counter = counter;
    }

    public static Counters start(org.apache.pekko.actor.ActorSystem classic, String id, int snapshotEvery) {
        ActorSystem<Void> system = Adapter.toTyped(classic);
        String name = "counter-" + id + "-" + System.nanoTime();
        return new Counters(system, system.systemActorOf(new Counter(id, snapshotEvery), name, Props.empty()));
    }

    public void add(List<String> texts) throws Exception {
        Counter.await(AskPattern.<Counter.Command, Done>ask(
                counter, replyTo -> new Counter.Add(texts, replyTo), Duration.ofSeconds(60), system.scheduler()));
    }

    public long sum() throws Exception {
        return Counter.sum(system, counter);
    }

    /** What it is told now makes it fail. */
    public void addExpectingItsEnd(List<String> texts) throws Exception {
        CompletableFuture<Void> end = new CompletableFuture<>();
        system.systemActorOf(Watch.until(counter, end), "watch-" + System.nanoTime(), Props.empty());
        counter.tell(new Counter.Add(texts, Watch.completing(system, new CompletableFuture<>())));
        Counter.await(end);
    }
}
