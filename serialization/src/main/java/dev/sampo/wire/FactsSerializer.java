package dev.sampo.wire;

import dev.sampo.bytes.MalformedBytes;
import org.apache.pekko.serialization.SerializerWithStringManifest;

/** Gives Pekko Persistence the bytes of {@link Facts}; its identifier and manifest are in every journal ever written. */
public final class FactsSerializer extends SerializerWithStringManifest {

    static final int IDENTIFIER = 7_301_002;
    private static final String MANIFEST = "facts";

    @Override
    public int identifier() {
        return IDENTIFIER;
    }

    @Override
    public String manifest(Object event) {
        return MANIFEST;
    }

    @Override
    public byte[] toBinary(Object event) {
        return FactsCodec.write((Facts) event);
    }

    @Override
    public Object fromBinary(byte[] bytes, String manifest) {
        if (!MANIFEST.equals(manifest)) {
            throw new MalformedBytes.UnknownClass("journal manifest \"" + manifest + "\" is not \"" + MANIFEST + "\"");
        }
        return FactsCodec.read(bytes);
    }
}
