package dev.sampo.wire;

import java.util.HashMap;
import java.util.Map;
import org.apache.pekko.actor.testkit.typed.javadsl.TestInbox;
import org.apache.pekko.actor.typed.ActorRef;

/** Actors without a system, known by their names. */
final class Actors {

    private static final Map<String, ActorRef<?>> KNOWN = new HashMap<>();

    static final ActorRef<ToClient> CLIENT = inbox("client");
    static final ActorRef<ToScheduler> SCHEDULER = inbox("scheduler");
    static final ActorRef<ToWorker> WORKER = inbox("worker");
    static final ActorRef<Piece> FETCHER = inbox("fetcher");
    static final ActorRef<TakesOn> OPERATOR = inbox("operator");
    static final ActorRef<Equipped> EQUIPPER = inbox("equipper");
    static final ActorRef<LoadTold> ONLOOKER = inbox("onlooker");
    static final ActorRef<OutputTold> LISTENER = inbox("listener");
    static final ActorRef<ProgressTold> ASKER = inbox("asker");
    static final ActorRef<FromLimiter> LIMITED = inbox("limited");
    static final ActorRef<ToScheduler.FetchBlueprint> SOURCE = inbox("source");

    static final Refs REFS = new Refs() {
        @Override
        public String toText(ActorRef<?> actor) {
            return actor.path().name();
        }

        @Override
        public <T> ActorRef<T> toActor(String text) {
            ActorRef<?> actor = KNOWN.get(text);
            if (actor == null) {
                throw new IllegalArgumentException("no actor \"" + text + "\"");
            }
            return actor.unsafeUpcast();
        }
    };

    private Actors() {}

    private static <T> ActorRef<T> inbox(String name) {
        ActorRef<T> actor = TestInbox.<T>create(name).getRef();
        KNOWN.put(name, actor);
        return actor;
    }
}
