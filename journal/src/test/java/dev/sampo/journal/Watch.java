package dev.sampo.journal;

import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.Terminated;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.event.Logging;

/** Turns what happens to actors into futures. */
final class Watch {

    private Watch() {}

    static Behavior<Void> until(ActorRef<?> watched, CompletableFuture<Void> end) {
        return Behaviors.setup(context -> {
            context.watch(watched);
            return Behaviors.receive(Void.class)
                    .onSignal(Terminated.class, terminated -> {
                        end.complete(null);
                        return Behaviors.stopped();
                    })
                    .build();
        });
    }

    static <T> ActorRef<T> completing(ActorSystem<?> system, CompletableFuture<Object> future) {
        Behavior<T> once = Behaviors.receiveMessage(message -> {
            future.complete(message);
            return Behaviors.stopped();
        });
        return system.systemActorOf(once, "completing", Props.empty());
    }

    /** Adds the text of each warning from now on. */
    static void warnings(ActorSystem<?> system, List<String> texts) {
        org.apache.pekko.actor.ActorRef listener = Adapter.toClassic(system.<Logging.Warning>systemActorOf(
                Behaviors.receiveMessage(warning -> {
                    texts.add(warning.message().toString());
                    return Behaviors.same();
                }),
                "warnings",
                Props.empty()));
        system.classicSystem().eventStream().subscribe(listener, Logging.Warning.class);
    }

    /** A classic actor that keeps what it is told. */
    static org.apache.pekko.actor.ActorRef collecting(ActorSystem<?> system, Queue<Object> heard) {
        return Adapter.toClassic(system.systemActorOf(
                Behaviors.receiveMessage(message -> {
                    heard.add(message);
                    return Behaviors.same();
                }),
                "collecting",
                Props.empty()));
    }
}
