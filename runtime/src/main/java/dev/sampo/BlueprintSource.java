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

/** Hands out the pieces of one graph, and of its jar, to the partition it was offered to, until nobody has asked for a while. */
final class BlueprintSource {
    private BlueprintSource() {}

    /** @param jar that the blueprint names; empty for none, or for one that the partition has */
    static ActorRef<ToScheduler.FetchBlueprint> start(
            ActorSystem<?> system, Blueprint blueprint, byte[] jar, Duration idle) {
        return system.<ToScheduler.FetchBlueprint>systemActorOf(
                Behaviors.<Object>setup(context -> {
                            context.setReceiveTimeout(idle, Idle.AFTER_THE_LAST);
                            return serving(blueprint, jar);
                        })
                        .narrow(),
                "sampo-offer-" + blueprint.digest() + "-" + System.nanoTime(),
                Props.empty());
    }

    private enum Idle {
        AFTER_THE_LAST
    }

    private static Behavior<Object> serving(Blueprint blueprint, byte[] jar) {
        return Behaviors.receive(Object.class)
                .onMessage(ToScheduler.FetchBlueprint.class, fetch -> {
                    fetch.replyTo().tell(piece(fetch, blueprint, jar));
                    return Behaviors.same();
                })
                .onMessage(Idle.class, idle -> Behaviors.stopped())
                .build();
    }

    private static Piece piece(ToScheduler.FetchBlueprint fetch, Blueprint blueprint, byte[] jar) {
        boolean isOfJar = !fetch.blueprint().equals(blueprint.digest());
        if (isOfJar && jar.length == 0) {
            return new Piece.NoBlueprint(fetch.blueprint(), "the jar was not sent again, as it was known by then");
        }
        return new Piece.OfBlueprint(fetch.blueprint(), Chunk.of(isOfJar ? jar : blueprint.bytes(), fetch.offset()));
    }
}
