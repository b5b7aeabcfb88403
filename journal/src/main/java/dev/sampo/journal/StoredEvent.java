package dev.sampo.journal;

/**
 * One event as it lies in the log.
 *
 * @param kind the manifest an event adapter gave, not the serializer's
 * @param metadata null for most
 */
public record StoredEvent(long sequenceNr, long timestamp, String writer, String kind, Blob payload, Blob metadata) {

    boolean isLike(StoredEvent other) {
        return payload.serializer() == other.payload.serializer()
                && payload.manifest().equals(other.payload.manifest())
                && kind.equals(other.kind)
                && writer.equals(other.writer);
    }
}
