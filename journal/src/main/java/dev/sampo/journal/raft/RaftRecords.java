package dev.sampo.journal.raft;

import dev.sampo.journal.log.Position;
import dev.sampo.journal.wire.ByteReader;
import dev.sampo.journal.wire.Malformed;
import io.microraft.RaftEndpoint;
import io.microraft.model.RaftModelFactory;
import io.microraft.model.log.LogEntry;
import io.microraft.model.log.RaftGroupMembersView;
import io.microraft.model.log.SnapshotChunk;
import io.microraft.model.log.SnapshotEntry;
import io.microraft.persistence.RestoredRaftState;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongFunction;

/** What the records of a {@link RaftDisk} add up to, in the order they were written. Records arrive from one thread at a time. */
final class RaftRecords {

    static final byte GROUP = 1;
    static final byte VOTING = 2;
    static final byte INITIAL = 3;
    static final byte TERM = 4;
    static final byte ENTRY = 5;
    static final byte CUT = 6;
    static final byte SNAPSHOT = 7;

    /** The newest record of a kind of which only the newest counts. */
    private record Newest(long position, byte[] bytes) {}

    /** A batch stays on the disk until somebody asks; anything else is small. */
    private record Placed(long position, int term, int size, Object operation) {}

    private final RaftModelFactory models;
    private final EntryCodec codec;
    private final LongFunction<LogEntry> entryAt;
    private final Map<Byte, Newest> newest = new HashMap<>();
    private final TreeMap<Long, Placed> entries = new TreeMap<>();
    private final TreeMap<Integer, Long> highestBySegment = new TreeMap<>();
    private boolean opened;

    RaftRecords(RaftModelFactory models, EntryCodec codec, LongFunction<LogEntry> entryAt) {
        this.models = models;
        this.codec = codec;
        this.entryAt = entryAt;
    }

    synchronized void read(long position, ByteBuffer payload) {
        byte[] bytes = new byte[payload.remaining()];
        payload.duplicate().get(bytes);
        ByteReader in = new ByteReader(bytes);
        byte kind = in.readByte();
        highestBySegment.merge(Position.segment(position), 0L, Math::max);
        if (kind == ENTRY) {
            long index = ByteBuffer.wrap(bytes, 1, Long.BYTES).getLong();
            highestBySegment.merge(Position.segment(position), index, Math::max);
            if (!opened) {
                LogEntry entry = codec.read(in);
                int size = entry.getOperation() instanceof Batch batch ? batch.size() : 0;
                Object small = entry.getOperation() instanceof Batch ? null : entry.getOperation();
                entries.put(index, new Placed(position, entry.getTerm(), size, small));
            }
        } else if (kind == CUT) {
            entries.tailMap(in.readLong(), true).clear();
        } else if (kind >= GROUP && kind <= SNAPSHOT) {
            newest.put(kind, new Newest(position, bytes));
            if (kind == SNAPSHOT) {
                entries.headMap(in.readLong(), true).clear();
            }
        } else {
            throw new Malformed("a record of unknown kind " + kind + ": written by a newer version or another program");
        }
    }

    /** The group this directory belongs to, null for none yet. */
    synchronized String group() {
        Newest record = newest.get(GROUP);
        return record == null ? null : body(record).readText();
    }

    synchronized Endpoint self() {
        ByteReader in = body(newest.get(GROUP));
        in.readText();
        return Endpoint.of(in.readText());
    }

    /** The members that the group began with. */
    synchronized List<RaftEndpoint> founders() {
        ByteReader in = body(newest.get(GROUP));
        in.readText();
        in.readText();
        return EntryCodec.readEndpoints(in);
    }

    /** What MicroRaft goes on from, null where it never began; forgets the entries, which are MicroRaft's from now on. */
    synchronized RestoredRaftState restore() {
        opened = true;
        if (newest.get(INITIAL) == null || newest.get(VOTING) == null) {
            return null;
        }
        var endpoint = models.createRaftEndpointPersistentStateBuilder()
                .setLocalEndpoint(self())
                .setVoting(body(newest.get(VOTING)).readBoolean())
                .build();
        var term = models.createRaftTermPersistentStateBuilder();
        if (newest.get(TERM) == null) {
            term.setTerm(0);
        } else {
            ByteReader in = body(newest.get(TERM));
            term.setTerm(in.readInt());
            String votedFor = in.readOptionalText();
            term.setVotedFor(votedFor == null ? null : Endpoint.of(votedFor));
        }
        List<LogEntry> log = new ArrayList<>(entries.size());
        entries.forEach((index, placed) -> log.add(codec.entry(index, placed.term(), operation(placed))));
        entries.clear();
        RaftGroupMembersView initial = codec.readView(body(newest.get(INITIAL)));
        return new RestoredRaftState(endpoint, initial, term.build(), snapshot(), log);
    }

    private Object operation(Placed placed) {
        return placed.operation() != null
                ? placed.operation()
                : Batch.onDisk(
                        placed.size(),
                        () -> ((Batch) entryAt.apply(placed.position()).getOperation()).bytes());
    }

    private SnapshotEntry snapshot() {
        Newest record = newest.get(SNAPSHOT);
        if (record == null) {
            return null;
        }
        ByteReader in = body(record);
        long index = in.readLong();
        int term = in.readInt();
        StateAt state = new StateAt(index, in.readLong());
        RaftGroupMembersView members = codec.readView(in);
        SnapshotChunk chunk = models.createSnapshotChunkBuilder()
                .setIndex(index)
                .setTerm(term)
                .setOperation(state)
                .setSnapshotChunkIndex(0)
                .setSnapshotChunkCount(1)
                .setGroupMembersView(members)
                .build();
        return models.createSnapshotEntryBuilder()
                .setIndex(index)
                .setTerm(term)
                .setSnapshotChunks(List.of(chunk))
                .setGroupMembersView(members)
                .build();
    }

    private static ByteReader body(Newest record) {
        ByteReader in = new ByteReader(record.bytes());
        in.readByte();
        return in;
    }

    synchronized Map<Integer, Long> highestBySegment() {
        return new TreeMap<>(highestBySegment);
    }

    synchronized List<byte[]> stillTrueIn(int segment) {
        return newest.values().stream()
                .filter(record -> Position.segment(record.position()) == segment)
                .map(Newest::bytes)
                .toList();
    }

    synchronized void forget(int segment) {
        highestBySegment.remove(segment);
    }
}
