package dev.sampo.journal.raft;

import dev.sampo.journal.wire.ByteReader;
import dev.sampo.journal.wire.ByteWriter;
import dev.sampo.journal.wire.Malformed;
import io.microraft.RaftEndpoint;
import io.microraft.model.RaftModelFactory;
import io.microraft.model.log.LogEntry;
import io.microraft.model.log.RaftGroupMembersView;
import io.microraft.model.log.SnapshotChunk;
import io.microraft.model.message.AppendEntriesFailureResponse;
import io.microraft.model.message.AppendEntriesRequest;
import io.microraft.model.message.AppendEntriesSuccessResponse;
import io.microraft.model.message.InstallSnapshotRequest;
import io.microraft.model.message.InstallSnapshotResponse;
import io.microraft.model.message.PreVoteRequest;
import io.microraft.model.message.PreVoteResponse;
import io.microraft.model.message.RaftMessage;
import io.microraft.model.message.TriggerLeaderElectionRequest;
import io.microraft.model.message.VoteRequest;
import io.microraft.model.message.VoteResponse;
import java.util.ArrayList;
import java.util.List;

/** The messages of Raft as bytes: kind 1 | group | sender | term 4 | what the kind has. */
public final class RaftCodec {

    private static final byte VOTE_REQUEST = 1;
    private static final byte VOTE_RESPONSE = 2;
    private static final byte PRE_VOTE_REQUEST = 3;
    private static final byte PRE_VOTE_RESPONSE = 4;
    private static final byte APPEND_REQUEST = 5;
    private static final byte APPEND_SUCCESS = 6;
    private static final byte APPEND_FAILURE = 7;
    private static final byte SNAPSHOT_REQUEST = 8;
    private static final byte SNAPSHOT_RESPONSE = 9;
    private static final byte TRIGGER_ELECTION = 10;

    private final RaftModelFactory models;
    private final EntryCodec entries;
    private final int entriesBytesMax;

    /** An append carries entries up to that many bytes, or a single one that is larger. */
    public RaftCodec(RaftModelFactory models, int entriesBytesMax) {
        this.models = models;
        this.entries = new EntryCodec(models);
        this.entriesBytesMax = entriesBytesMax;
    }

    public byte[] encode(RaftMessage message) {
        if (message instanceof AppendEntriesRequest request) {
            return encode(request);
        }
        ByteWriter out = new ByteWriter(256);
        if (message instanceof AppendEntriesSuccessResponse response) {
            head(out, APPEND_SUCCESS, message)
                    .writeLong(response.getLastLogIndex())
                    .writeLong(response.getQuerySequenceNumber())
                    .writeLong(response.getFlowControlSequenceNumber());
        } else if (message instanceof AppendEntriesFailureResponse response) {
            head(out, APPEND_FAILURE, message)
                    .writeLong(response.getExpectedNextIndex())
                    .writeLong(response.getQuerySequenceNumber())
                    .writeLong(response.getFlowControlSequenceNumber());
        } else if (message instanceof VoteRequest request) {
            head(out, VOTE_REQUEST, message)
                    .writeInt(request.getLastLogTerm())
                    .writeLong(request.getLastLogIndex())
                    .writeBoolean(request.isSticky());
        } else if (message instanceof VoteResponse response) {
            head(out, VOTE_RESPONSE, message).writeBoolean(response.isGranted());
        } else if (message instanceof PreVoteRequest request) {
            head(out, PRE_VOTE_REQUEST, message)
                    .writeInt(request.getLastLogTerm())
                    .writeLong(request.getLastLogIndex());
        } else if (message instanceof PreVoteResponse response) {
            head(out, PRE_VOTE_RESPONSE, message).writeBoolean(response.isGranted());
        } else if (message instanceof InstallSnapshotRequest request) {
            encode(out, request);
        } else if (message instanceof InstallSnapshotResponse response) {
            head(out, SNAPSHOT_RESPONSE, message)
                    .writeLong(response.getSnapshotIndex())
                    .writeInt(response.getRequestedSnapshotChunkIndex())
                    .writeLong(response.getQuerySequenceNumber())
                    .writeLong(response.getFlowControlSequenceNumber());
        } else if (message instanceof TriggerLeaderElectionRequest request) {
            head(out, TRIGGER_ELECTION, message)
                    .writeInt(request.getLastLogTerm())
                    .writeLong(request.getLastLogIndex());
        } else {
            throw new AssertionError(message);
        }
        return out.toBytes();
    }

    private static ByteWriter head(ByteWriter out, byte kind, RaftMessage message) {
        return out.writeByte(kind)
                .writeText((String) message.getGroupId())
                .writeText((String) message.getSender().getId())
                .writeInt(message.getTerm());
    }

    private byte[] encode(AppendEntriesRequest request) {
        List<LogEntry> all = request.getLogEntries();
        List<LogEntry> sent = all.subList(0, howMany(all));
        ByteWriter out =
                new ByteWriter(256 + sent.stream().mapToInt(EntryCodec::sizeOf).sum());
        head(out, APPEND_REQUEST, request)
                .writeInt(request.getPreviousLogTerm())
                .writeLong(request.getPreviousLogIndex())
                .writeLong(request.getCommitIndex())
                .writeLong(request.getQuerySequenceNumber())
                .writeLong(request.getFlowControlSequenceNumber())
                .writeList(sent, entries::write);
        return out.toBytes();
    }

    /** A prefix of the entries is as good to a follower: it answers up to where it got, and the rest follows. */
    private int howMany(List<LogEntry> all) {
        long bytes = 0;
        for (int i = 0; i < all.size(); i++) {
            bytes += EntryCodec.sizeOf(all.get(i));
            if (bytes > entriesBytesMax && i > 0) {
                return i;
            }
        }
        return all.size();
    }

    private void encode(ByteWriter out, InstallSnapshotRequest request) {
        head(out, SNAPSHOT_REQUEST, request)
                .writeBoolean(request.isSenderLeader())
                .writeInt(request.getSnapshotTerm())
                .writeLong(request.getSnapshotIndex())
                .writeInt(request.getTotalSnapshotChunkCount());
        EntryCodec.writeEndpoints(out, request.getSnapshottedMembers());
        entries.writeView(out, request.getGroupMembersView());
        out.writeLong(request.getQuerySequenceNumber()).writeLong(request.getFlowControlSequenceNumber());
        SnapshotChunk chunk = request.getSnapshotChunk();
        out.writeBoolean(chunk != null);
        if (chunk != null) {
            StateAt state = (StateAt) chunk.getOperation();
            out.writeLong(state.index()).writeLong(state.sumOfHighest());
        }
    }

    /** Throws {@link Malformed} for anything that {@link #encode} did not make. */
    public RaftMessage decode(byte[] bytes) {
        ByteReader in = new ByteReader(bytes);
        byte kind = in.readByte();
        String group = in.readText();
        RaftEndpoint sender = EntryCodec.readEndpoint(in);
        int term = in.readInt();
        RaftMessage message = decode(in, kind, group, sender, term);
        in.end();
        return message;
    }

    private RaftMessage decode(ByteReader in, byte kind, String group, RaftEndpoint sender, int term) {
        switch (kind) {
            case APPEND_REQUEST:
                return append(in, group, sender, term);
            case APPEND_SUCCESS:
                return models.createAppendEntriesSuccessResponseBuilder()
                        .setGroupId(group)
                        .setSender(sender)
                        .setTerm(term)
                        .setLastLogIndex(in.readLong())
                        .setQuerySequenceNumber(in.readLong())
                        .setFlowControlSequenceNumber(in.readLong())
                        .build();
            case APPEND_FAILURE:
                return models.createAppendEntriesFailureResponseBuilder()
                        .setGroupId(group)
                        .setSender(sender)
                        .setTerm(term)
                        .setExpectedNextIndex(in.readLong())
                        .setQuerySequenceNumber(in.readLong())
                        .setFlowControlSequenceNumber(in.readLong())
                        .build();
            case SNAPSHOT_REQUEST:
                return snapshot(in, group, sender, term);
            case SNAPSHOT_RESPONSE:
                return models.createInstallSnapshotResponseBuilder()
                        .setGroupId(group)
                        .setSender(sender)
                        .setTerm(term)
                        .setSnapshotIndex(in.readLong())
                        .setRequestedSnapshotChunkIndex(in.readInt())
                        .setQuerySequenceNumber(in.readLong())
                        .setFlowControlSequenceNumber(in.readLong())
                        .build();
            default:
                return election(in, kind, group, sender, term);
        }
    }

    private RaftMessage election(ByteReader in, byte kind, String group, RaftEndpoint sender, int term) {
        switch (kind) {
            case VOTE_REQUEST:
                return models.createVoteRequestBuilder()
                        .setGroupId(group)
                        .setSender(sender)
                        .setTerm(term)
                        .setLastLogTerm(in.readInt())
                        .setLastLogIndex(in.readLong())
                        .setSticky(in.readBoolean())
                        .build();
            case VOTE_RESPONSE:
                return models.createVoteResponseBuilder()
                        .setGroupId(group)
                        .setSender(sender)
                        .setTerm(term)
                        .setGranted(in.readBoolean())
                        .build();
            case PRE_VOTE_REQUEST:
                return models.createPreVoteRequestBuilder()
                        .setGroupId(group)
                        .setSender(sender)
                        .setTerm(term)
                        .setLastLogTerm(in.readInt())
                        .setLastLogIndex(in.readLong())
                        .build();
            case PRE_VOTE_RESPONSE:
                return models.createPreVoteResponseBuilder()
                        .setGroupId(group)
                        .setSender(sender)
                        .setTerm(term)
                        .setGranted(in.readBoolean())
                        .build();
            case TRIGGER_ELECTION:
                return models.createTriggerLeaderElectionRequestBuilder()
                        .setGroupId(group)
                        .setSender(sender)
                        .setTerm(term)
                        .setLastLogTerm(in.readInt())
                        .setLastLogIndex(in.readLong())
                        .build();
            default:
                throw new Malformed("Raft message of unknown kind " + kind);
        }
    }

    private RaftMessage append(ByteReader in, String group, RaftEndpoint sender, int term) {
        return models.createAppendEntriesRequestBuilder()
                .setGroupId(group)
                .setSender(sender)
                .setTerm(term)
                .setPreviousLogTerm(in.readInt())
                .setPreviousLogIndex(in.readLong())
                .setCommitIndex(in.readLong())
                .setQuerySequenceNumber(in.readLong())
                .setFlowControlSequenceNumber(in.readLong())
                .setLogEntries(new ArrayList<>(in.readList(entries::read)))
                .build();
    }

    private RaftMessage snapshot(ByteReader in, String group, RaftEndpoint sender, int term) {
        boolean leader = in.readBoolean();
        int snapshotTerm = in.readInt();
        long index = in.readLong();
        int chunks = in.readInt();
        if (chunks != 1) {
            throw new Malformed("a snapshot of " + chunks + " chunks");
        }
        List<RaftEndpoint> snapshotted = EntryCodec.readEndpoints(in);
        RaftGroupMembersView view = entries.readView(in);
        long query = in.readLong();
        long flow = in.readLong();
        SnapshotChunk chunk =
                in.readBoolean() ? chunk(index, snapshotTerm, new StateAt(in.readLong(), in.readLong()), view) : null;
        return models.createInstallSnapshotRequestBuilder()
                .setGroupId(group)
                .setSender(sender)
                .setTerm(term)
                .setSenderLeader(leader)
                .setSnapshotTerm(snapshotTerm)
                .setSnapshotIndex(index)
                .setTotalSnapshotChunkCount(chunks)
                .setSnapshotChunk(chunk)
                .setSnapshottedMembers(snapshotted)
                .setGroupMembersView(view)
                .setQuerySequenceNumber(query)
                .setFlowControlSequenceNumber(flow)
                .build();
    }

    private SnapshotChunk chunk(long index, int term, StateAt state, RaftGroupMembersView view) {
        return models.createSnapshotChunkBuilder()
                .setIndex(index)
                .setTerm(term)
                .setOperation(state)
                .setSnapshotChunkIndex(0)
                .setSnapshotChunkCount(1)
                .setGroupMembersView(view)
                .build();
    }
}
