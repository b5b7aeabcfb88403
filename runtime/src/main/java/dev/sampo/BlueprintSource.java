package dev.sampo;

import dev.sampo.dag.Blueprint;
import dev.sampo.wire.Chunk;
import dev.sampo.wire.Piece;
import dev.sampo.wire.ToScheduler;
import java.time.Duration;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.javadsl.Behaviors;

/** Hands out the pieces of one large graph to the partition it was offered to, until nobody has asked for a while. */
final class BlueprintSource {
    private BlueprintSource() {}

    static ActorRef<ToScheduler.FetchBlueprint> start(ActorSystem<?> system, Blueprint blueprint, Duration idle) {
        return system.<ToScheduler.FetchBlueprint>systemActorOf(
                Behaviors.<Object>setup(context -> {
                            context.setReceiveTimeout(idle, Idle.AFTER_THE_LAST);
                            return serving(blueprint);
                        })
                        .narrow(),
                "sampo-offer-" + blueprint.digest() + "-" + System.nanoTime(),
                Props.empty());
    }

    private enum Idle {
        AFTER_THE_LAST
    }

    private static Behavior<Object> serving(Blueprint blueprint) {
        return Behaviors.receive(Object.class)
                .onMessage(ToScheduler.FetchBlueprint.class, fetch -> {
                    fetch.replyTo()
                            .tell(new Piece.OfBlueprint(
                                    blueprint.digest(), Chunk.of(blueprint.bytes(), fetch.offset())));
                    return Behaviors.same();
                })
                .onMessage(Idle.class, idle -> Behaviors.stopped())
                .build();
    }
}
