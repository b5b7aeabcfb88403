package dev.sampo.journal;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * One snapshot as a file.
 *
 * <pre>
 * magic 8 | version 4 | crc 4 | persistence id | sequence number 8 | timestamp 8 | state | has metadata 1 | [metadata]
 * state, metadata | serializer 4 | manifest | length 4 | bytes
 * </pre>
 *
 * The checksum (CRC32C) covers all that follows it.
 */
public record SnapshotFile(String persistenceId, long sequenceNr, long timestamp, Blob state, Blob metadata) {

    private static final long MAGIC = 0x53414d504f534e50L; // "SAMPOSNP"
    private static final int VERSION = 1;
    private static final int CRC_AT = 12;
    private static final int BODY_AT = 16;

    public ByteBuffer encode() {
        byte[] id = Text.bytes("persistence id", persistenceId);
        byte[] stateManifest = Text.bytes("manifest", state.manifest());
        byte[] metadataManifest = metadata == null ? null : Text.bytes("manifest", metadata.manifest());
        long size = BODY_AT + Text.size(id) + 2L * Long.BYTES + size(stateManifest, state) + 1;
        size += metadata == null ? 0 : size(metadataManifest, metadata);
        ByteBuffer out = ByteBuffer.allocate(Math.toIntExact(size));
        out.putLong(MAGIC).putInt(VERSION).putInt(0);
        Text.put(out, id);
        out.putLong(sequenceNr).putLong(timestamp);
        put(out, stateManifest, state);
        out.put((byte) (metadata == null ? 0 : 1));
        if (metadata != null) {
            put(out, metadataManifest, metadata);
        }
        out.flip();
        return out.putInt(CRC_AT, crc(out));
    }

    private static long size(byte[] manifest, Blob blob) {
        return 2L * Integer.BYTES + Text.size(manifest) + blob.bytes().length;
    }

    private static void put(ByteBuffer out, byte[] manifest, Blob blob) {
        out.putInt(blob.serializer());
        Text.put(out, manifest);
        out.putInt(blob.bytes().length).put(blob.bytes());
    }

    /** Why these bytes are no whole snapshot, or null when they are. */
    public static String damage(ByteBuffer in) {
        if (in.limit() < BODY_AT) {
            return "only " + in.limit() + " bytes long";
        }
        if (in.getLong(0) != MAGIC) {
            return "wrong magic";
        }
        int actual = crc(in);
        if (actual != in.getInt(CRC_AT)) {
            return String.format("expected-crc=%08x actual-crc=%08x", in.getInt(CRC_AT), actual);
        }
        return in.getInt(8) == VERSION ? null : "version " + in.getInt(8) + ", but only " + VERSION + " is known";
    }

    /** Of bytes that have no {@link #damage}. */
    public static SnapshotFile decode(ByteBuffer in) {
        in.position(BODY_AT);
        return new SnapshotFile(Text.get(in), in.getLong(), in.getLong(), blob(in), in.get() == 0 ? null : blob(in));
    }

    private static Blob blob(ByteBuffer in) {
        int serializer = in.getInt();
        String manifest = Text.get(in);
        byte[] bytes = new byte[in.getInt()];
        in.get(bytes);
        return new Blob(serializer, manifest, bytes);
    }

    private static int crc(ByteBuffer bytes) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.duplicate().position(BODY_AT));
        return (int) crc.getValue();
    }
}
