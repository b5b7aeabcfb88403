package dev.sampo.journal.raft;

import dev.sampo.journal.log.Disk;
import dev.sampo.journal.log.Log;
import dev.sampo.journal.log.LogSettings;
import dev.sampo.journal.log.LogWatcher;
import dev.sampo.journal.log.Payload;
import dev.sampo.journal.log.RecordReader;
import dev.sampo.journal.wire.ByteReader;
import dev.sampo.journal.wire.ByteWriter;
import io.microraft.model.RaftModelFactory;
import io.microraft.model.log.LogEntry;
import io.microraft.model.log.RaftGroupMembersView;
import io.microraft.model.log.SnapshotChunk;
import io.microraft.model.persistence.RaftEndpointPersistentState;
import io.microraft.model.persistence.RaftTermPersistentState;
import io.microraft.persistence.RaftStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;

/**
 * What a member of the Raft group must not forget, as records of one {@link Log}.
 *
 * <pre>
 * 1 group     | group | endpoint | founders          who this is; written before anything else
 * 2 voting    | 0 or 1
 * 3 initial   | the founders again, as MicroRaft wants to find them
 * 4 term      | term 4 | voted for
 * 5 entry     | index 8 | term 4 | operation
 * 6 cut       | index 8                              entries from there on conflicted with the leader's
 * 7 snapshot  | index 8 | term 4 | sum 8 | members   the streams are on the disk up to there
 * </pre>
 *
 * A record is not done before its fsync is; MicroRaft waits in {@link #flush} for all of them at once. After a failure nothing
 * is tried again, since MicroRaft would take what it asked to be written for written: the member halts and starts anew from
 * what the disk holds. A segment goes when all entries in it were cut off at the front; what else it holds that is still
 * true is written again first. For the member's thread alone.
 */
final class RaftDisk implements RaftStore, AutoCloseable {

    private final Log log;
    private final EntryCodec codec;
    private final RaftRecords records;
    private final Consumer<Exception> onFailure;
    private final RecordReader reader;
    private final List<CompletableFuture<?>> unflushed = new ArrayList<>();
    private long cutUpTo;

    RaftDisk(
            LogSettings settings,
            Disk disk,
            LogWatcher watcher,
            RaftModelFactory models,
            Consumer<Exception> onFailure) {
        this.codec = new EntryCodec(models);
        this.onFailure = onFailure;
        this.records = new RaftRecords(models, codec, this::entryAt);
        this.log = Log.open(settings, disk, watcher, records::read);
        this.reader = log.reader();
    }

    RaftRecords records() {
        return records;
    }

    /** Says which group this directory belongs to; durable when it returns. */
    void join(String group, Endpoint self, Collection<Endpoint> founders) {
        ByteWriter out = new ByteWriter(256).writeByte(RaftRecords.GROUP);
        out.writeText(group).writeText(self.getId());
        append(EntryCodec.writeEndpoints(out, founders)).join();
    }

    @Override
    public void persistAndFlushLocalEndpoint(RaftEndpointPersistentState state) throws IOException {
        now(new ByteWriter(16).writeByte(RaftRecords.VOTING).writeBoolean(state.isVoting()));
    }

    @Override
    public void persistAndFlushInitialGroupMembers(RaftGroupMembersView members) throws IOException {
        ByteWriter out = new ByteWriter(256).writeByte(RaftRecords.INITIAL);
        codec.writeView(out, members);
        now(out);
    }

    @Override
    public void persistAndFlushTerm(RaftTermPersistentState term) throws IOException {
        String votedFor =
                term.getVotedFor() == null ? null : (String) term.getVotedFor().getId();
        now(new ByteWriter(128)
                .writeByte(RaftRecords.TERM)
                .writeInt(term.getTerm())
                .writeOptionalText(votedFor));
    }

    @Override
    public void persistLogEntries(List<LogEntry> entries) throws IOException {
        for (LogEntry entry : entries) {
            ByteWriter out = new ByteWriter(64 + EntryCodec.sizeOf(entry)).writeByte(RaftRecords.ENTRY);
            codec.write(out, entry);
            CompletableFuture<long[]> written = append(out);
            if (entry.getOperation() instanceof Batch batch) {
                written.thenAccept(positions -> batch.storedAt(() -> bytesAt(positions[0])));
            }
        }
    }

    @Override
    public void persistSnapshotChunk(SnapshotChunk chunk) throws IOException {
        StateAt state = (StateAt) chunk.getOperation();
        ByteWriter out = new ByteWriter(512)
                .writeByte(RaftRecords.SNAPSHOT)
                .writeLong(chunk.getIndex())
                .writeInt(chunk.getTerm())
                .writeLong(state.sumOfHighest());
        codec.writeView(out, chunk.getGroupMembersView());
        append(out);
    }

    @Override
    public void truncateLogEntriesFrom(long index) throws IOException {
        append(new ByteWriter(16).writeByte(RaftRecords.CUT).writeLong(index));
    }

    @Override
    public void truncateLogEntriesUntil(long index) throws IOException {
        cutUpTo = Math.max(cutUpTo, index);
    }

    @Override
    public void deleteSnapshotChunks(long index, int chunks) throws IOException {
        // A snapshot has one chunk, so there never is a part of one.
    }

    @Override
    public void flush() throws IOException {
        try {
            CompletableFuture.allOf(unflushed.toArray(CompletableFuture[]::new)).join();
            unflushed.clear();
            dropSegments();
        } catch (CompletionException | IOException e) {
            throw failed(e);
        }
    }

    private IOException failed(Exception e) {
        Exception cause = e.getCause() instanceof Exception inner ? inner : e;
        onFailure.accept(cause);
        return new IOException(cause);
    }

    private void now(ByteWriter out) throws IOException {
        try {
            append(out).join();
        } catch (CompletionException e) {
            throw failed(e);
        }
    }

    private CompletableFuture<long[]> append(ByteWriter out) {
        byte[] bytes = out.toBytes();
        CompletableFuture<long[]> written = log.append(List.of(Payload.of(bytes)))
                .thenApply(positions -> {
                    records.read(positions[0], ByteBuffer.wrap(bytes));
                    return positions;
                });
        unflushed.add(written);
        return written;
    }

    private byte[] bytesAt(long position) {
        LogEntry entry = entryAt(position);
        return ((Batch) entry.getOperation()).bytes();
    }

    private LogEntry entryAt(long position) {
        try {
            ByteBuffer payload = reader.read(position);
            payload.get();
            return codec.read(new ByteReader(payload));
        } catch (IOException | RuntimeException e) {
            onFailure.accept(e);
            throw new IllegalStateException("an entry of " + log.directory() + " cannot be read again", e);
        }
    }

    private void dropSegments() throws IOException {
        for (Map.Entry<Integer, Long> segment : new TreeMap<>(records.highestBySegment())
                .headMap(log.activeSegment())
                .entrySet()) {
            if (segment.getValue() > cutUpTo) {
                return; // later ones may hold cuts that this one's entries need
            }
            List<byte[]> stillTrue = records.stillTrueIn(segment.getKey());
            for (byte[] record : stillTrue) {
                log.append(List.of(Payload.of(record)))
                        .thenAccept(positions -> records.read(positions[0], ByteBuffer.wrap(record)))
                        .join();
            }
            log.drop(segment.getKey());
            records.forget(segment.getKey());
        }
    }

    @Override
    public void close() {
        try {
            reader.close();
        } catch (IOException e) {
            onFailure.accept(e);
        }
        log.close();
    }
}
