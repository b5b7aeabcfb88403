package dev.sampo.journal.replicated;

import dev.sampo.journal.Blob;
import dev.sampo.journal.EventRecord;
import dev.sampo.journal.SnapshotFile;
import dev.sampo.journal.StoredEvent;
import dev.sampo.journal.raft.Write;
import dev.sampo.journal.raft.Written;
import dev.sampo.journal.wire.ByteReader;
import dev.sampo.journal.wire.ByteWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;

/**
 * The snapshots of one persistence id, kept as a stream of events like any other: the pieces of a snapshot, then an event
 * that lists which pieces make which snapshot. The last list counts. So snapshots are replicated, caught up with and cleaned
 * away by the same means as events, and two nodes that save at once are told apart by the same numbers. Blocks.
 */
final class SnapshotStream {

    private static final int PIECE = 512 * 1024;
    private static final String PIECES = "piece";
    private static final String LIST = "list";

    /** A snapshot and where its pieces are. */
    record Kept(long sequenceNr, long timestamp, long firstPiece, int pieces) {}

    private final ReplicatedJournal journal;
    private final String stream;

    SnapshotStream(ReplicatedJournal journal, String persistenceId) {
        this.journal = journal;
        this.stream = "snapshots|" + persistenceId;
    }

    /** Newest first. */
    List<Kept> list() throws IOException, InterruptedException {
        return list(journal.known(stream).join());
    }

    private List<Kept> list(Barriers.Known end) throws IOException, InterruptedException {
        List<Kept> kept = new ArrayList<>();
        if (end.highest() == 0 || readList(end, end.highest(), kept)) {
            return kept;
        }
        // A save was cut short and left pieces at the end: the list is somewhere before them.
        journal.reader().replay(stream, 1, end.highest(), Long.MAX_VALUE, end.index(), event -> decode(event, kept));
        return kept;
    }

    private boolean readList(Barriers.Known end, long number, List<Kept> kept)
            throws IOException, InterruptedException {
        boolean[] found = new boolean[1];
        journal.reader().replay(stream, number, number, 1, end.index(), event -> found[0] = decode(event, kept));
        return found[0];
    }

    private static boolean decode(StoredEvent event, List<Kept> kept) {
        if (!event.kind().equals(LIST)) {
            return false;
        }
        kept.clear();
        kept.addAll(new ByteReader(event.payload().bytes())
                .readList(in -> new Kept(in.readLong(), in.readLong(), in.readLong(), in.readInt())));
        return true;
    }

    ByteBuffer read(Kept snapshot) throws IOException, InterruptedException {
        Barriers.Known end = journal.known(stream).join();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        journal.reader()
                .replay(
                        stream,
                        snapshot.firstPiece(),
                        snapshot.firstPiece() + snapshot.pieces() - 1,
                        snapshot.pieces(),
                        end.index(),
                        event -> bytes.writeBytes(event.payload().bytes()));
        return ByteBuffer.wrap(bytes.toByteArray());
    }

    void save(SnapshotFile file, int keepLast) throws IOException, InterruptedException {
        Barriers.Known end = journal.known(stream).join();
        List<Kept> kept = list(end);
        byte[] bytes = file.encode().array();
        int pieces = (bytes.length + PIECE - 1) / PIECE;
        Appending appending = new Appending(end.highest());
        for (int piece = 0; piece < pieces; piece++) {
            byte[] part = Arrays.copyOfRange(bytes, piece * PIECE, Math.min(bytes.length, (piece + 1) * PIECE));
            appending.append(PIECES, part);
        }
        kept.removeIf(each -> each.sequenceNr() == file.sequenceNr() && each.timestamp() == file.timestamp());
        kept.add(new Kept(file.sequenceNr(), file.timestamp(), end.highest() + 1, pieces));
        kept.sort((one, other) -> Long.compare(other.sequenceNr(), one.sequenceNr()));
        List<Kept> newest = kept.subList(0, Math.min(keepLast, kept.size()));
        long list = appending.append(LIST, encode(newest));
        appending.await();
        cleanBefore(newest, list);
    }

    void delete(Predicate<Kept> which) throws IOException, InterruptedException {
        Barriers.Known end = journal.known(stream).join();
        List<Kept> kept = list(end);
        if (!kept.removeIf(which)) {
            return;
        }
        Appending appending = new Appending(end.highest());
        long list = appending.append(LIST, encode(kept));
        appending.await();
        cleanBefore(kept, list);
    }

    private void cleanBefore(List<Kept> kept, long list) {
        long firstNeeded = kept.stream().mapToLong(Kept::firstPiece).min().orElse(list);
        if (firstNeeded > 1) {
            journal.write(new Write.Delete(stream, firstNeeded - 1)).join();
        }
    }

    private static byte[] encode(List<Kept> kept) {
        return new ByteWriter(256)
                .<Kept>writeList(kept, (out, each) -> out.writeLong(each.sequenceNr())
                        .writeLong(each.timestamp())
                        .writeLong(each.firstPiece())
                        .writeInt(each.pieces()))
                .toBytes();
    }

    /** Events one after the other, under a writer's name of its own: a save that is tried again is another writer. */
    private final class Appending {

        private final String writer = UUID.randomUUID().toString();
        private final List<CompletableFuture<Written>> written = new ArrayList<>();
        private long last;

        private Appending(long last) {
            this.last = last;
        }

        private long append(String kind, byte[] bytes) {
            StoredEvent event =
                    new StoredEvent(last + 1, System.currentTimeMillis(), writer, kind, new Blob(0, "", bytes), null);
            written.add(journal.write(new Write.Append(new EventRecord(stream, List.of(event)).raw(), last)));
            return ++last;
        }

        private void await() {
            long first = last - written.size() + 1;
            for (CompletableFuture<Written> each : written) {
                if (!each.join().done()) {
                    throw new SequenceTaken(stream, first, each.join().highest());
                }
            }
        }
    }
}
