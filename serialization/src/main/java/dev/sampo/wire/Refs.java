package dev.sampo.wire;

import org.apache.pekko.actor.typed.ActorRef;

/** How the address of an actor becomes text and an actor again; asked for only when a message holds one. */
interface Refs {

    /** For bytes that hold no actors, such as a journal's. */
    Refs NONE = new Refs() {
        @Override
        public String toText(ActorRef<?> actor) {
            throw new IllegalStateException(actor + " cannot be kept: an actor does not outlive its node");
        }

        @Override
        public <T> ActorRef<T> toActor(String text) {
            throw new IllegalArgumentException("an actor where none can be: " + text);
        }
    };

    String toText(ActorRef<?> actor);

    <T> ActorRef<T> toActor(String text);
}
