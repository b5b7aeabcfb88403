package dev.sampo.wire;

import dev.sampo.bytes.MalformedBytes;
import java.nio.ByteBuffer;
import org.apache.pekko.actor.ActorPathExtractor;
import org.apache.pekko.actor.ActorPaths;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorRefResolver;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Adapter;
import org.apache.pekko.serialization.ByteBufferSerializer;
import org.apache.pekko.serialization.SerializationExtension;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/**
 * Gives Pekko the bytes of {@link Wire} messages. Bad bytes end in a {@link MalformedBytes}, a plain runtime exception:
 * Artery then logs and drops the one message and keeps the connection; only an {@link Error} would cost the node.
 *
 * <p>The type's id is in the bytes, so the manifest is empty.
 */
public final class WireSerializer extends SerializerWithStringManifest implements ByteBufferSerializer {

    static final int IDENTIFIER = 7_301_001;

    private static final int ACTOR_CHARS_MAX = 4_096;

    private final ThreadLocal<byte[]> arrived = ThreadLocal.withInitial(() -> new byte[4_096]);
    private final int bytesMax;
    private final Refs refs;

    public WireSerializer(ExtendedActorSystem system) {
        this.bytesMax = Math.toIntExact(system.settings().config().getBytes("sampo.wire.message-max"));
        this.refs = new ResolvedRefs(system);
    }

    /**
     * Refuses, in the sender's own thread, a message that is too large to arrive. Artery would only log it and leave an
     * asker waiting; to be called where users decide the size of what is sent.
     */
    public static void requireFits(ActorSystem<?> system, Wire message) {
        var serializers = SerializationExtension.get(system).serializerByIdentity();
        var serializer = (WireSerializer) serializers.apply(IDENTIFIER);
        Message.write(message, serializer.refs, serializer.bytesMax);
    }

    @Override
    public int identifier() {
        return IDENTIFIER;
    }

    @Override
    public String manifest(Object message) {
        return "";
    }

    @Override
    public byte[] toBinary(Object message) {
        return Message.bytes((Wire) message, refs, bytesMax);
    }

    @Override
    public void toBinary(Object message, ByteBuffer buffer) {
        WireWriter out = Message.write((Wire) message, refs, Math.min(bytesMax, buffer.remaining()));
        buffer.put(out.buffer(), 0, out.size());
    }

    @Override
    public Object fromBinary(byte[] bytes, String manifest) {
        return Message.read(bytes, bytes.length, refs, bytesMax);
    }

    @Override
    public Object fromBinary(ByteBuffer buffer, String manifest) {
        int length = buffer.remaining();
        if (length > bytesMax) {
            throw new MalformedBytes.Oversize("a message", length, bytesMax);
        }
        byte[] bytes = arrived.get();
        if (bytes.length < length) {
            bytes = new byte[Math.max(length, Math.min(bytesMax, 2 * bytes.length))];
            arrived.set(bytes);
        }
        buffer.get(bytes, 0, length);
        return Message.read(bytes, length, refs, bytesMax);
    }

    /** Asks for the resolver when the first actor is met: serializers are made before the system is able to give it. */
    private record ResolvedRefs(ExtendedActorSystem system) implements Refs {
        @Override
        public String toText(ActorRef<?> actor) {
            return resolver().toSerializationFormat(actor);
        }

        @Override
        public <T> ActorRef<T> toActor(String text) {
            if (text.isEmpty() || text.length() > ACTOR_CHARS_MAX) {
                throw new IllegalArgumentException("an address of " + text.length() + " characters");
            }
            return livesForOneQuestion(text)
                    ? Adapter.toTyped(system.provider().resolveActorRef(ActorPaths.fromString(text)))
                    : resolver().resolveActorRef(text);
        }

        /** Pekko keeps the last thousand addresses that a thread met; those would all be of the dead. */
        private static boolean livesForOneQuestion(String text) {
            return (text.contains("/temp/") || text.contains("/$"))
                    && ActorPathExtractor.unapply(text).isDefined();
        }

        private ActorRefResolver resolver() {
            return ActorRefResolver.get(Adapter.toTyped(system));
        }
    }
}
