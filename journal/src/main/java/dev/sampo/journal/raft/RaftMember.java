package dev.sampo.journal.raft;

import dev.sampo.journal.EventLog;
import dev.sampo.journal.log.Disk;
import dev.sampo.journal.log.LogWatcher;
import io.microraft.MembershipChangeMode;
import io.microraft.Ordered;
import io.microraft.QueryPolicy;
import io.microraft.RaftConfig;
import io.microraft.RaftEndpoint;
import io.microraft.RaftNode;
import io.microraft.RaftRole;
import io.microraft.impl.RaftNodeImpl;
import io.microraft.impl.state.RaftState;
import io.microraft.model.impl.DefaultRaftModelFactory;
import io.microraft.model.message.RaftMessage;
import io.microraft.persistence.RestoredRaftState;
import io.microraft.report.RaftGroupMembers;
import io.microraft.report.RaftNodeReport;
import io.microraft.report.RaftTerm;
import io.microraft.transport.Transport;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/**
 * One member of the Raft group, with its disk and its thread. It fails as a whole: after the first thing that went wrong on
 * its disk it answers nothing more, and its owner closes it and opens another in its place.
 */
public final class RaftMember implements AutoCloseable {

    private final RaftSettings settings;
    private final RaftThread thread;
    private final RaftClock clock;
    private final RaftDisk disk;
    private final EventLog streams;
    private final DefaultRaftModelFactory models = new DefaultRaftModelFactory();
    private final Consumer<Exception> onFailure;
    private final AtomicBoolean failed = new AtomicBoolean();
    private volatile RaftNode node;
    private volatile String group;
    private volatile Endpoint self;
    private long bytesSinceSnapshot;
    private boolean snapshotWanted;

    /** Opens what is on the disk; {@link #start} begins to take part. */
    public RaftMember(RaftSettings settings, Disk disk, LogWatcher watcher, Consumer<Exception> onFailure) {
        this.settings = settings;
        this.onFailure = onFailure;
        this.clock = new RaftClock(settings.leaderTimeout());
        this.thread = new RaftThread("sampo-raft " + settings.directory(), settings.heartbeat());
        this.disk = new RaftDisk(settings.raftLog(), disk, watcher, models, this::fail);
        try {
            this.streams = new EventLog(settings.streams(), disk, watcher);
        } catch (RuntimeException e) {
            this.disk.close();
            throw e;
        }
        this.group = this.disk.records().group();
        this.self = group == null ? null : this.disk.records().self();
    }

    private void fail(Exception cause) {
        if (failed.compareAndSet(false, true)) {
            thread.halt();
            onFailure.accept(cause);
        }
    }

    /** The group it belongs to for good, or null while it belongs to none. */
    public String group() {
        return group;
    }

    public Endpoint self() {
        return self;
    }

    public EventLog streams() {
        return streams;
    }

    /** Belongs to that group from now on, also after a restart. */
    public void join(String newGroup, Endpoint as, Collection<Endpoint> founders) {
        disk.join(newGroup, as, founders);
        group = newGroup;
        self = as;
    }

    /** The members that its group began with. */
    public List<Endpoint> founders() {
        return disk.records().founders().stream().map(Endpoint.class::cast).toList();
    }

    /** Takes part in its group from now on. */
    public void start(BiConsumer<Endpoint, RaftMessage> send, Consumer<RaftNodeReport> onChange) {
        RaftNode.RaftNodeBuilder builder = RaftNode.newBuilder()
                .setGroupId(group)
                .setConfig(config())
                .setExecutor(thread)
                .setClock(clock)
                .setStore(disk)
                .setModelFactory(models)
                .setTransport(new Sender(send))
                .setRaftNodeReportListener(onChange::accept)
                .setStateMachine(new StreamMachine(streams, this::fail, this::countTowardsSnapshot));
        RestoredRaftState restored = disk.records().restore();
        if (restored != null) {
            builder.setRestoredState(restored);
        } else {
            Collection<RaftEndpoint> members = List.copyOf(founders());
            builder.setLocalEndpoint(self).setInitialGroupMembers(members, members);
        }
        node = builder.build();
        thread.beforeHeartbeat(() -> askAgain((RaftNodeImpl) node));
        node.start().whenComplete((done, failure) -> {
            if (failure != null) {
                fail(failure instanceof Exception e ? e : new IllegalStateException(failure));
            }
        });
    }

    /**
     * A follower of MicroRaft 0.7 that asked for votes just before it heard of the leader remembers the question for the rest
     * of the term, and as long as it does it does not ask again when that leader falls silent. If all followers are like
     * that, nobody ever leads again.
     */
    private static void askAgain(RaftNodeImpl node) {
        RaftState state = node.state();
        if (state.role() == RaftRole.FOLLOWER
                && state.leader() != null
                && state.preCandidateState() != null
                && node.isLeaderHeartbeatTimeoutElapsed()) {
            node.leader(null);
            node.runPreVote();
        }
    }

    private RaftConfig config() {
        return RaftConfig.newBuilder()
                .setLeaderElectionTimeoutMillis(settings.electionTimeout().toMillis())
                .setLeaderHeartbeatPeriodSecs(1)
                .setLeaderHeartbeatTimeoutSecs(RaftClock.LEADER_SECONDS)
                .setCommitCountToTakeSnapshot(settings.snapshotEntries())
                .setMaxPendingLogEntryCount(settings.pendingEntriesMax())
                .setAppendEntriesRequestBatchSize(settings.appendEntriesMax())
                .setTransferSnapshotsFromFollowersEnabled(false)
                .build();
    }

    private record Sender(BiConsumer<Endpoint, RaftMessage> send) implements Transport {

        @Override
        public void send(RaftEndpoint target, RaftMessage message) {
            send.accept((Endpoint) target, message);
        }

        @Override
        public boolean isReachable(RaftEndpoint endpoint) {
            return true;
        }
    }

    /** Entries may be large, so their bytes count towards a snapshot as well as their number. */
    private void countTowardsSnapshot(long bytes) {
        bytesSinceSnapshot += bytes;
        if (bytesSinceSnapshot > settings.snapshotBytes() && !snapshotWanted) {
            snapshotWanted = true;
            node.takeSnapshot().whenComplete((report, failure) -> {
                snapshotWanted = false;
                bytesSinceSnapshot = 0;
            });
        }
    }

    public boolean isStarted() {
        return node != null;
    }

    public RaftCodec codec() {
        return new RaftCodec(models, settings.appendBytesMax());
    }

    public void receive(RaftMessage message) {
        node.handle(message);
    }

    /** Appends where this member leads; otherwise the future fails with MicroRaft's reason. */
    public CompletableFuture<Ordered<List<Written>>> append(byte[] batch) {
        return node.replicate(Batch.awaited(batch));
    }

    /** The highest numbers of these streams, and the index from which on a member knows them; where this member leads. */
    public CompletableFuture<Ordered<List<Long>>> highest(List<String> ids) {
        return node.query(new StreamMachine.Highest(ids), QueryPolicy.LINEARIZABLE, Optional.empty(), Optional.empty());
    }

    /** Done when this member has applied that entry. */
    public CompletableFuture<?> applied(long index, Duration limit) {
        return node.waitFor(index, limit);
    }

    public CompletableFuture<Ordered<RaftGroupMembers>> change(Endpoint member, MembershipChangeMode mode) {
        return node.changeMembership(member, mode, node.getCommittedMembers().getLogIndex());
    }

    public CompletableFuture<?> transferLeadership(Endpoint to) {
        return node.transferLeadership(to);
    }

    public CompletableFuture<Ordered<RaftNodeReport>> report() {
        return node.getReport();
    }

    public RaftTerm term() {
        return node.getTerm();
    }

    public RaftGroupMembers members() {
        return node.getEffectiveMembers();
    }

    /**
     * The leader is known to be gone: agrees to another from now on, and after {@code patience} asks to be it.
     * Should the leader live after all, the other members refuse, and nothing has changed.
     */
    public void giveUpLeader(Duration patience) {
        clock.expire();
        thread.heartbeatIn(patience);
    }

    @Override
    public void close() {
        thread.halt();
        try {
            thread.awaitEnd(Duration.ofSeconds(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        streams.close();
        disk.close();
    }
}
