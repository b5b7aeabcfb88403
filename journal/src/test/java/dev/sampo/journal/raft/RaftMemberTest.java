package dev.sampo.journal.raft;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.journal.Blob;
import dev.sampo.journal.EventRecord;
import dev.sampo.journal.RawRecord;
import dev.sampo.journal.StoredEvent;
import dev.sampo.journal.log.FaultyDisk;
import io.microraft.model.message.PreVoteRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Members of the group without Pekko. */
class RaftMemberTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    Path root;

    static RawRecord record(String stream, long number, String text) {
        Blob blob = new Blob(0, "", text.getBytes());
        return new EventRecord(stream, List.of(new StoredEvent(number, 1, "w", "", blob, null))).raw();
    }

    private static void append(RaftMember leader, String stream, long number, String text) throws Exception {
        byte[] batch = Batch.encode(List.of(new Write.Append(record(stream, number, text), number - 1)));
        List<Written> written = leader.append(batch).get(60, TimeUnit.SECONDS).getResult();
        assertThat(written).containsExactly(new Written(true, number));
    }

    private static Endpoint awaitLeader(Wires wires) {
        Awaitility.await().atMost(LIMIT).until(() -> wires.leader() != null);
        return wires.leader();
    }

    private static void appendSomewhere(Wires wires, String stream, long number) {
        Awaitility.await()
                .atMost(LIMIT)
                .ignoreException(ExecutionException.class)
                .until(() -> {
                    Endpoint leader = wires.leader();
                    if (leader == null) {
                        return false;
                    }
                    append(wires.member(leader), stream, number, "e" + number);
                    return true;
                });
    }

    @Test
    void aFollowerThatDoubtedItsLeaderBeforeItHeardOfItStillNoticesItsSilence() throws Exception {
        try (Wires wires = new Wires(root, 2, 1 << 20, 1000)) {
            wires.leaderTimeout = Duration.ofSeconds(4); // a leader says again what was lost after one
            AtomicInteger questions = new AtomicInteger();
            // Until the follower has asked for votes in the term of its leader it hears nothing of that leader.
            wires.filter = (from, to, message) -> {
                Endpoint leader = wires.leader();
                if (leader == null || from.equals(leader)) {
                    return leader == null;
                }
                int term = wires.member(leader).term().getTerm();
                if (message instanceof PreVoteRequest && message.getTerm() > term) {
                    questions.incrementAndGet();
                }
                return false;
            };
            wires.founders().forEach(wires::start);
            awaitLeader(wires);
            Awaitility.await().atMost(LIMIT).until(() -> questions.get() > 0);
            wires.filter = (from, to, message) -> true;
            appendSomewhere(wires, "s", 1);
            Endpoint silent = wires.leader();
            wires.filter = (from, to, message) -> {
                if (message instanceof PreVoteRequest && !from.equals(silent)) {
                    questions.incrementAndGet();
                }
                return false;
            };
            questions.set(0);
            Awaitility.await().atMost(LIMIT).until(() -> questions.get() > 0);
        }
    }

    @Test
    void theDiskOfAMemberStaysBoundedAndARestartKnowsWhoItIsAndWhatItWrote() throws Exception {
        try (Wires wires = new Wires(root, 1, 8192, 20)) {
            Endpoint self = wires.founders().get(0);
            RaftMember member = wires.start(self);
            awaitLeader(wires);
            for (int i = 1; i <= 300; i++) {
                append(member, "s", i, "x".repeat(200));
            }
            assertThat(segments(root.resolve("n1").resolve("raft"))).isLessThan(8);
            int term = member.term().getTerm();
            wires.stop(self);
            RaftMember again = wires.start(self);
            assertThat(again.self()).isEqualTo(self);
            assertThat(again.group()).isEqualTo("g");
            appendSomewhere(wires, "s", 301);
            assertThat(again.term().getTerm()).isGreaterThan(term);
            assertThat(again.streams().reserved("s")).isEqualTo(301);
            assertThat(wires.failures).isEmpty();
        }
    }

    private static long segments(Path directory) throws IOException {
        try (var files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".log")).count();
        }
    }

    @Test
    void aMemberWhoseStreamsWereDeletedRefusesToTakePart() throws Exception {
        try (Wires wires = new Wires(root, 1, 8192, 20)) {
            Endpoint self = wires.founders().get(0);
            RaftMember member = wires.start(self);
            awaitLeader(wires);
            for (int i = 1; i <= 50; i++) {
                append(member, "s", i, "x");
            }
            wires.stop(self);
            Path streams = root.resolve("n1").resolve("streams");
            try (var files = Files.list(streams)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
            wires.start(self);
            Awaitility.await().atMost(LIMIT).until(() -> !wires.failures.isEmpty());
            assertThat(wires.failures.get(0)).hasMessageContaining("JOURNAL_INCOMPLETE");
        }
    }

    @Test
    void aMemberWhoseDiskIsFullHaltsAndGoesOnFromWhatWasWritten() throws Exception {
        try (Wires wires = new Wires(root, 1, 1 << 20, 1000)) {
            Endpoint self = wires.founders().get(0);
            FaultyDisk disk = new FaultyDisk();
            RaftMember member = wires.start(self, disk);
            awaitLeader(wires);
            append(member, "s", 1, "kept");
            disk.room(100);
            var lost = member.append(Batch.encode(List.of(new Write.Append(record("s", 2, "x".repeat(500)), 1))));
            Awaitility.await().atMost(LIMIT).until(() -> !wires.failures.isEmpty());
            assertThat(lost).isNotCompletedExceptionally().isNotDone();
            assertThat(wires.failures.get(0)).hasMessageContaining("JOURNAL_FULL");
            wires.stop(self);
            RaftMember again = wires.start(self);
            appendSomewhere(wires, "s", 2);
            assertThat(again.streams().reserved("s")).isEqualTo(2);
        }
    }

    @Test
    void afterAFailedForceNothingIsAcknowledged() throws Exception {
        try (Wires wires = new Wires(root, 1, 1 << 20, 1000)) {
            FaultyDisk disk = new FaultyDisk();
            RaftMember member = wires.start(wires.founders().get(0), disk);
            awaitLeader(wires);
            append(member, "s", 1, "kept");
            disk.failForces();
            var unknown = member.append(Batch.encode(List.of(new Write.Append(record("s", 2, "x"), 1))));
            Awaitility.await().atMost(LIMIT).until(() -> !wires.failures.isEmpty());
            int forces = disk.forces();
            assertThat(unknown).isNotDone();
            assertThat(member.streams().reserved("s")).isEqualTo(1);
            assertThat(disk.forces()).as("never tried again").isEqualTo(forces);
        }
    }

    @Test
    void anEntryThatConflictsWithTheLeadersIsCutAlsoAfterARestart() throws Exception {
        try (Wires wires = new Wires(root, 3, 1 << 20, 1000)) {
            wires.founders().forEach(wires::start);
            appendSomewhere(wires, "s", 1);
            Endpoint first = wires.leader();
            wires.filter = (from, to, message) -> !from.equals(first) && !to.equals(first);
            byte[] lost = Batch.encode(List.of(new Write.Append(record("s", 2, "lost"), 1)));
            wires.member(first).append(lost);
            Awaitility.await()
                    .atMost(LIMIT)
                    .until(() -> wires.leader() != null && !wires.leader().equals(first));
            appendSomewhere(wires, "s", 2);
            wires.filter = (from, to, message) -> true;
            Awaitility.await()
                    .atMost(LIMIT)
                    .until(() -> wires.member(first).streams().reserved("s") == 2);
            wires.stop(first);
            RaftMember again = wires.start(first);
            appendSomewhere(wires, "s", 3);
            Awaitility.await().atMost(LIMIT).until(() -> again.streams().reserved("s") == 3);
            again.streams().settled().get(60, TimeUnit.SECONDS);
            StringBuilder texts = new StringBuilder();
            again.streams().replay("s", 2, 3, 9, event -> texts.append(
                            new String(event.payload().bytes()))
                    .append(' '));
            assertThat(texts.toString()).isEqualTo("e2 e3 ");
            assertThat(wires.failures).isEmpty();
        }
    }
}
