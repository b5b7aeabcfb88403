package dev.sampo.journal.raft;

import dev.sampo.journal.wire.ByteReader;
import dev.sampo.journal.wire.ByteWriter;
import java.util.List;
import java.util.function.Supplier;

/**
 * Many writes as one entry of the Raft log. It keeps its bytes only until they are on the disk and applied; whoever wants
 * them later, for a follower that lags, reads them there.
 */
public final class Batch {

    private final int size;
    private final boolean awaited;
    private volatile byte[] bytes;
    private volatile Supplier<byte[]> stored;
    private volatile boolean applied;

    private Batch(byte[] bytes, int size, boolean awaited) {
        this.bytes = bytes;
        this.size = size;
        this.awaited = awaited;
    }

    /** One whose sender waits for what becomes of each write. */
    public static Batch awaited(byte[] bytes) {
        return new Batch(bytes, bytes.length, true);
    }

    static Batch received(byte[] bytes) {
        return new Batch(bytes, bytes.length, false);
    }

    static Batch onDisk(int size, Supplier<byte[]> stored) {
        Batch batch = new Batch(null, size, false);
        batch.stored = stored;
        return batch;
    }

    public static byte[] encode(List<Write> writes) {
        ByteWriter out =
                new ByteWriter(8 + writes.stream().mapToInt(Write::size).sum());
        return out.writeList(writes, (to, write) -> write.writeTo(to)).toBytes();
    }

    public static List<Write> decode(byte[] bytes) {
        ByteReader in = new ByteReader(bytes);
        List<Write> writes = in.readList(Write::readFrom);
        in.end();
        return writes;
    }

    int size() {
        return size;
    }

    boolean isAwaited() {
        return awaited;
    }

    byte[] bytes() {
        byte[] here = bytes;
        return here != null ? here : stored.get();
    }

    void storedAt(Supplier<byte[]> where) {
        stored = where;
        shed();
    }

    void applied() {
        applied = true;
        shed();
    }

    private void shed() {
        if (applied && stored != null) {
            bytes = null;
        }
    }

    @Override
    public String toString() {
        return "Batch of " + size + " bytes";
    }
}
