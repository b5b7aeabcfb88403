package dev.sampo.journal;

import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.Serializer;
import org.apache.pekko.serialization.Serializers;
import scala.Option;

/** Objects to bytes and back by the actor system's serializers, with the transport information that actor references need. */
public record Blobs(Serialization serialization) {

    public Blob write(Object object) {
        Serializer serializer = serialization.findSerializerFor(object);
        String manifest = Serializers.manifestFor(serializer, object);
        return new Blob(
                serializer.identifier(),
                manifest,
                serialization.serialize(object).get());
    }

    /** Null for none. */
    public Blob write(Option<Object> object) {
        return object.isEmpty() ? null : write(object.get());
    }

    public Object read(Blob blob) {
        return serialization
                .deserialize(blob.bytes(), blob.serializer(), blob.manifest())
                .get();
    }
}
