package dev.sampo.journal.raft;

import dev.sampo.journal.wire.ByteReader;
import dev.sampo.journal.wire.ByteWriter;
import dev.sampo.journal.wire.Malformed;
import io.microraft.MembershipChangeMode;
import io.microraft.RaftEndpoint;
import io.microraft.model.RaftModelFactory;
import io.microraft.model.groupop.UpdateRaftGroupMembersOp;
import io.microraft.model.log.LogEntry;
import io.microraft.model.log.RaftGroupMembersView;
import java.util.Collection;
import java.util.List;

/** The entries of the Raft log and lists of members as bytes, the same on disks and between nodes. */
final class EntryCodec {

    private static final byte NEW_TERM = 1;
    private static final byte MEMBERS = 2;
    private static final byte BATCH = 3;

    private final RaftModelFactory models;

    EntryCodec(RaftModelFactory models) {
        this.models = models;
    }

    void write(ByteWriter out, LogEntry entry) {
        out.writeLong(entry.getIndex()).writeInt(entry.getTerm());
        Object operation = entry.getOperation();
        if (operation instanceof Batch batch) {
            out.writeByte(BATCH).writeBytes(batch.bytes());
        } else if (operation instanceof UpdateRaftGroupMembersOp members) {
            out.writeByte(MEMBERS);
            writeEndpoints(out, members.getMembers());
            writeEndpoints(out, members.getVotingMembers());
            out.writeText((String) members.getEndpoint().getId());
            out.writeByte(members.getMode().ordinal());
        } else if (operation instanceof NewTerm) {
            out.writeByte(NEW_TERM);
        } else {
            throw new AssertionError(operation);
        }
    }

    /** How many bytes {@link #write} makes of it, nearly. */
    static int sizeOf(LogEntry entry) {
        return entry.getOperation() instanceof Batch batch ? batch.size() + 17 : 1024;
    }

    LogEntry read(ByteReader in) {
        long index = in.readLong();
        int term = in.readInt();
        byte kind = in.readByte();
        Object operation;
        if (kind == BATCH) {
            operation = Batch.received(in.readBytes());
        } else if (kind == MEMBERS) {
            Collection<RaftEndpoint> members = readEndpoints(in);
            Collection<RaftEndpoint> voting = readEndpoints(in);
            RaftEndpoint endpoint = readEndpoint(in);
            operation = models.createUpdateRaftGroupMembersOpBuilder()
                    .setMembers(members)
                    .setVotingMembers(voting)
                    .setEndpoint(endpoint)
                    .setMode(mode(in.readByte()))
                    .build();
        } else if (kind == NEW_TERM) {
            operation = NewTerm.ENTRY;
        } else {
            throw new Malformed("entry of unknown kind " + kind);
        }
        return entry(index, term, operation);
    }

    LogEntry entry(long index, int term, Object operation) {
        return models.createLogEntryBuilder()
                .setIndex(index)
                .setTerm(term)
                .setOperation(operation)
                .build();
    }

    private static MembershipChangeMode mode(int ordinal) {
        MembershipChangeMode[] modes = MembershipChangeMode.values();
        if (ordinal < 0 || ordinal >= modes.length) {
            throw new Malformed("membership change of unknown kind " + ordinal);
        }
        return modes[ordinal];
    }

    void writeView(ByteWriter out, RaftGroupMembersView view) {
        out.writeLong(view.getLogIndex());
        writeEndpoints(out, view.getMembers());
        writeEndpoints(out, view.getVotingMembers());
    }

    RaftGroupMembersView readView(ByteReader in) {
        return models.createRaftGroupMembersViewBuilder()
                .setLogIndex(in.readLong())
                .setMembers(readEndpoints(in))
                .setVotingMembers(readEndpoints(in))
                .build();
    }

    static ByteWriter writeEndpoints(ByteWriter out, Collection<? extends RaftEndpoint> endpoints) {
        return out.<RaftEndpoint>writeList(endpoints, (to, endpoint) -> to.writeText((String) endpoint.getId()));
    }

    static List<RaftEndpoint> readEndpoints(ByteReader in) {
        return in.readList(EntryCodec::readEndpoint);
    }

    static RaftEndpoint readEndpoint(ByteReader in) {
        return Endpoint.of(in.readText());
    }
}
