package dev.sampo.journal.raft;

import dev.sampo.journal.EventLog;
import dev.sampo.journal.RawRecord;
import dev.sampo.journal.log.Disk;
import dev.sampo.journal.log.LogFixture;
import dev.sampo.journal.log.LogWatcher;
import io.microraft.model.message.InstallSnapshotRequest;
import io.microraft.model.message.RaftMessage;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Members of one group in this JVM whose messages go through a filter, and through their bytes. */
final class Wires implements AutoCloseable {

    /** Whether a message arrives. */
    interface Filter {
        boolean lets(Endpoint from, Endpoint to, RaftMessage message);
    }

    static final class Quiet implements LogWatcher {
        @Override
        public void tailTruncated(Path file, long offset, long bytes) {}

        @Override
        public void full(Path directory, IOException cause) {}

        @Override
        public void roomAgain(Path directory) {}

        @Override
        public void segmentDropped(Path file) {}

        @Override
        public void notCleaned(Path directory, Exception cause) {}

        @Override
        public void outcomeUnknown(String what, Path file, long offset, IOException cause) {}
    }

    private final Path root;
    private final int segmentSize;
    private final int snapshotEntries;
    private final Map<Endpoint, RaftMember> members = new ConcurrentHashMap<>();
    private final List<Endpoint> founders = new ArrayList<>();
    final List<Exception> failures = new CopyOnWriteArrayList<>();
    Duration leaderTimeout = Duration.ofSeconds(1);
    volatile Filter filter = (from, to, message) -> true;

    Wires(Path root, int count, int segmentSize, int snapshotEntries) {
        this.root = root;
        this.segmentSize = segmentSize;
        this.snapshotEntries = snapshotEntries;
        for (int i = 1; i <= count; i++) {
            founders.add(new Endpoint("n" + i, "disk"));
        }
    }

    List<Endpoint> founders() {
        return founders;
    }

    RaftMember start(Endpoint endpoint) {
        return start(endpoint, Disk.real());
    }

    RaftMember start(Endpoint endpoint, Disk disk) {
        RaftMember member = new RaftMember(settings(endpoint.node()), disk, new Quiet(), failures::add);
        if (member.group() == null) {
            member.join("g", endpoint, founders);
        }
        RaftCodec codec = member.codec();
        members.put(endpoint, member);
        member.start(
                (to, message) -> {
                    RaftMember target = members.get(to);
                    if (target != null && target.isStarted() && filter.lets(endpoint, to, message)) {
                        deliver(member, target, codec.decode(codec.encode(message)));
                    }
                },
                report -> {});
        return member;
    }

    private void deliver(RaftMember from, RaftMember to, RaftMessage message) {
        boolean streamsFirst =
                message instanceof InstallSnapshotRequest snapshot && snapshot.getSnapshotChunk() != null;
        if (!streamsFirst || fetch(from.streams(), to.streams())) {
            to.receive(message);
        }
    }

    /** What a node does before MicroRaft hears of a snapshot. */
    private static boolean fetch(EventLog from, EventLog to) {
        try {
            from.settled().join();
            for (String id : from.idsAfter("", Integer.MAX_VALUE)) {
                to.takeOverDeletion(id, from.deletedTo(id));
                for (RawRecord record : from.records(id, to.reserved(id) + 1, Long.MAX_VALUE - 1, Integer.MAX_VALUE)) {
                    if (record.first() > to.reserved(id)) {
                        to.takeOver(record, to.reserved(id));
                    }
                }
            }
            to.settled().join();
            return true;
        } catch (IOException | CompletionException | IllegalStateException e) {
            return false; // one of them has just been stopped; the leader says it again
        }
    }

    RaftSettings settings(String node) {
        Path directory = root.resolve(node);
        return new RaftSettings(
                directory,
                LogFixture.settings(directory.resolve("raft"), segmentSize),
                LogFixture.settings(directory.resolve("streams"), segmentSize),
                Duration.ofMillis(50),
                leaderTimeout,
                Duration.ofMillis(200),
                snapshotEntries,
                1 << 20,
                1000,
                1 << 18,
                16);
    }

    RaftMember member(Endpoint endpoint) {
        return members.get(endpoint);
    }

    /** Closes it without any farewell. */
    void stop(Endpoint endpoint) {
        members.remove(endpoint).close();
    }

    /** The one that leads in the newest term, or null. */
    Endpoint leader() {
        TreeMap<Integer, Endpoint> leaders = new TreeMap<>();
        members.forEach((endpoint, member) -> {
            if (endpoint.equals(member.term().getLeaderEndpoint())) {
                leaders.put(member.term().getTerm(), endpoint);
            }
        });
        return leaders.isEmpty() ? null : leaders.lastEntry().getValue();
    }

    @Override
    public void close() {
        members.values().forEach(RaftMember::close);
        members.clear();
    }
}
