package dev.sampo.wire;

import java.nio.ByteBuffer;
import org.apache.pekko.actor.ExtendedActorSystem;
import org.apache.pekko.serialization.ByteBufferSerializer;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/** Takes the place of {@link WireSerializer} in a hostile node: sends any bytes at all under its identifier. */
public final class RawSerializer extends SerializerWithStringManifest implements ByteBufferSerializer {

    /** What is sent as it stands. */
    record Raw(byte[] payload) {}

    private final WireSerializer honest;

    public RawSerializer(ExtendedActorSystem system) {
        this.honest = new WireSerializer(system);
    }

    @Override
    public int identifier() {
        return WireSerializer.IDENTIFIER;
    }

    @Override
    public String manifest(Object message) {
        return "";
    }

    @Override
    public byte[] toBinary(Object message) {
        return message instanceof Raw raw ? raw.payload() : honest.toBinary(message);
    }

    @Override
    public void toBinary(Object message, ByteBuffer buffer) {
        buffer.put(toBinary(message));
    }

    @Override
    public Object fromBinary(byte[] bytes, String manifest) {
        return honest.fromBinary(bytes, manifest);
    }

    @Override
    public Object fromBinary(ByteBuffer buffer, String manifest) {
        return honest.fromBinary(buffer, manifest);
    }
}
