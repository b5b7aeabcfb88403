package dev.sampo.journal.raft;

import io.microraft.RaftNodeStatus;
import io.microraft.RaftRole;
import io.microraft.impl.RaftNodeImpl;
import io.microraft.impl.log.RaftLog;
import io.microraft.impl.state.RaftState;
import io.microraft.model.RaftModelFactory;
import io.microraft.model.groupop.RaftGroupOp;
import io.microraft.model.log.LogEntry;
import io.microraft.model.message.AppendEntriesRequest;
import java.util.List;

/**
 * Mends how a follower of MicroRaft 0.7 takes entries that follow its snapshot. It looks up the entry before them in its log
 * only; where that is the one its snapshot was taken at, which is cut off, and its log goes on behind it, it refuses for ever,
 * and the leader tries for ever. A leader that took a snapshot and died before its next entry was committed comes back so.
 *
 * <pre>
 * the leader's   ... 134 135 | 136' 137'
 * the follower's     snapshot | 136            what precedes 136' is the snapshot: 136 conflicts and is to be cut
 * </pre>
 */
final class AfterSnapshot {

    private final RaftNodeImpl node;
    private final RaftModelFactory models;

    AfterSnapshot(RaftNodeImpl node, RaftModelFactory models) {
        this.node = node;
        this.models = models;
    }

    /** What MicroRaft is to handle instead; null when it was answered here. On the member's thread. */
    AppendEntriesRequest mend(AppendEntriesRequest request) {
        RaftState state = node.state();
        RaftLog log = state.log();
        long previous = request.getPreviousLogIndex();
        boolean stumbles = node.getStatus() != RaftNodeStatus.INITIAL
                && !RaftNodeStatus.isTerminal(node.getStatus())
                && request.getTerm() >= state.term()
                && previous > 0
                && previous == log.snapshotIndex()
                && request.getPreviousLogTerm() == log.snapshotEntry().getTerm()
                && log.lastLogOrSnapshotIndex() > previous
                && !log.containsLogEntry(previous);
        if (!stumbles) {
            return request;
        }
        if (request.getTerm() > state.term() || state.role() == RaftRole.CANDIDATE) {
            node.toFollower(request.getTerm());
        }
        List<LogEntry> entries = request.getLogEntries();
        if (entries.isEmpty()) {
            agree(request, state);
            return null;
        }
        int same = 0;
        while (same < entries.size() && isHere(log, entries.get(same))) {
            same++;
        }
        if (same > 0) {
            return shortened(request, entries, same);
        }
        if (previous + 1 > state.commitIndex()) {
            cut(state, log, previous + 1);
        }
        return request;
    }

    private static boolean isHere(RaftLog log, LogEntry entry) {
        LogEntry ours = log.getLogEntry(entry.getIndex());
        return ours != null && ours.getTerm() == entry.getTerm();
    }

    /** The snapshot is what they agree on. */
    private void agree(AppendEntriesRequest request, RaftState state) {
        if (!request.getSender().equals(state.leader())) {
            node.leader(request.getSender());
        }
        node.leaderHeartbeatReceived();
        node.send(
                request.getSender(),
                models.createAppendEntriesSuccessResponseBuilder()
                        .setGroupId(node.getGroupId())
                        .setSender(node.getLocalEndpoint())
                        .setTerm(state.term())
                        .setLastLogIndex(request.getPreviousLogIndex())
                        .setQuerySequenceNumber(request.getQuerySequenceNumber())
                        .setFlowControlSequenceNumber(request.getFlowControlSequenceNumber())
                        .build());
    }

    /** Without the entries that are here already, so that an entry of the log precedes the rest. */
    private AppendEntriesRequest shortened(AppendEntriesRequest request, List<LogEntry> entries, int same) {
        LogEntry last = entries.get(same - 1);
        return models.createAppendEntriesRequestBuilder()
                .setGroupId(request.getGroupId())
                .setSender(request.getSender())
                .setTerm(request.getTerm())
                .setPreviousLogTerm(last.getTerm())
                .setPreviousLogIndex(last.getIndex())
                .setCommitIndex(request.getCommitIndex())
                .setQuerySequenceNumber(request.getQuerySequenceNumber())
                .setFlowControlSequenceNumber(request.getFlowControlSequenceNumber())
                .setLogEntries(entries.subList(same, entries.size()))
                .build();
    }

    /** As MicroRaft does where it finds the conflict itself. */
    private void cut(RaftState state, RaftLog log, long from) {
        List<LogEntry> gone = log.truncateEntriesFrom(from);
        state.invalidateFuturesFrom(from, node.newNotLeaderException());
        if (gone.stream().anyMatch(entry -> entry.getOperation() instanceof RaftGroupOp)) {
            node.setStatus(RaftNodeStatus.ACTIVE);
            node.revertGroupMembers();
        }
        log.flush();
    }
}
