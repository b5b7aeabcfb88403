package dev.sampo.wire;

import dev.sampo.bytes.MalformedBytes;
import dev.sampo.job.Fact;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * The bytes of a journaled batch: a version, the facts, and last a CRC32C of all before it. The checksum stays last in
 * every version to come, so that damage is told from a newer format.
 */
public final class FactsCodec {

    /** The largest blueprint there can be, and as much again for the rest of the step. */
    public static final int BYTES_MAX = 128 << 20;

    private static final int VERSION = 1;
    private static final int CRC_BYTES = Integer.BYTES;
    private static final ThreadLocal<WireWriter> WRITER = ThreadLocal.withInitial(WireWriter::new);

    private FactsCodec() {}

    public static byte[] write(Facts batch) {
        WireWriter out = WRITER.get();
        out.begin(Refs.NONE, BYTES_MAX);
        out.within(batch, BYTES_MAX, () -> {
            out.raw(VERSION);
            out.count(batch.upTo());
            out.mixed(batch.facts());
            out.rawInt(crc(out.buffer(), out.size()));
        });
        return out.take();
    }

    public static Facts read(byte[] bytes) {
        if (bytes.length > BYTES_MAX) {
            throw new MalformedBytes.Oversize("a batch of facts", bytes.length, BYTES_MAX);
        }
        int end = bytes.length - CRC_BYTES;
        if (end < 1) {
            throw new MalformedBytes.Truncated("a batch of facts has more than " + bytes.length + " bytes");
        }
        int stored = ByteBuffer.wrap(bytes, end, CRC_BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .getInt();
        int actual = crc(bytes, end);
        if (stored != actual) {
            throw new MalformedBytes.Corrupt("a batch of facts of " + bytes.length + " bytes has checksum "
                    + Integer.toHexString(actual) + ", written was " + Integer.toHexString(stored));
        }
        if (bytes[0] != VERSION) {
            throw new MalformedBytes.WrongVersion("a batch of facts", bytes[0], VERSION);
        }
        var in = new WireReader(bytes, end, BYTES_MAX, Refs.NONE);
        return in.whole(() -> {
            in.raw();
            long upTo = in.longCount();
            return new Facts(in.mixed("facts", FactCodecs.BYTES_MIN, Fact.class), upTo);
        });
    }

    private static int crc(byte[] bytes, int length) {
        var crc = new CRC32C();
        crc.update(bytes, 0, length);
        return (int) crc.getValue();
    }
}
