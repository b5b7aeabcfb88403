package dev.sampo.journal.replicated;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampo.journal.raft.Write;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three nodes that keep one journal, and what becomes of it when some of them are away. */
class ReplicationTest {

    private static final String EAGER_SNAPSHOTS = "sampo.journal.replicated.snapshot-entries = 20";

    @TempDir
    Path root;

    @Test
    void whatOneNodeWroteAnotherReadsAndWritesGoOnWithoutTheLeader() throws Exception {
        try (Trio trio = Trio.up(root)) {
            assertThat(Streams.append(trio.journal(1), "s", 1, "w", "a", "b").done())
                    .isTrue();
            for (int node = 1; node <= 3; node++) {
                assertThat(Streams.read(trio.journal(node), "s")).containsExactly("a", "b");
            }
            int leader = trio.awaitLeader();
            trio.kill(leader);
            int survivor = leader == 1 ? 2 : 1;
            assertThat(Streams.append(trio.journal(survivor), "s", 3, "w", "c").done())
                    .isTrue();
            assertThat(Streams.read(trio.journal(survivor), "s")).containsExactly("a", "b", "c");
        }
    }

    @Test
    void aTakenSequenceNumberIsRefusedUnlessItIsTheSameWriteAgain() throws Exception {
        try (Trio trio = Trio.up(root)) {
            ReplicatedJournal one = trio.journal(1);
            ReplicatedJournal two = trio.journal(2);
            assertThat(Streams.append(one, "s", 1, "old", "a").done()).isTrue();
            assertThat(Streams.append(two, "s", 2, "new", "b").done()).isTrue();
            assertThat(Streams.append(one, "s", 2, "old", "zombie").done()).isFalse();
            assertThat(Streams.append(one, "s", 2, "old", "zombie").highest()).isEqualTo(2);
            assertThat(Streams.append(two, "s", 2, "new", "b").done())
                    .as("said again")
                    .isTrue();
            assertThat(Streams.append(two, "s", 4, "new", "leaves a hole").done())
                    .isFalse();
            assertThat(Streams.read(one, "s")).containsExactly("a", "b");
            assertThat(Streams.await(one.barrier("s"))).isEqualTo(2);
            Streams.await(one.write(new Write.Delete("s", 1)));
            assertThat(Streams.read(two, "s")).containsExactly("b");
            assertThat(Streams.await(two.barrier("s"))).isEqualTo(2);
        }
    }

    @Test
    void aMinorityAcknowledgesNothingAndHealingLosesNothing() throws Exception {
        try (Trio trio = Trio.up(root, "sampo.journal.replicated.write-timeout = 3s")) {
            int leader = trio.awaitLeader();
            assertThat(Streams.append(trio.journal(leader), "s", 1, "w", "a").done())
                    .isTrue();
            trio.cut(leader);
            assertThatThrownBy(() -> Streams.append(trio.journal(leader), "s", 2, "cut off", "never"))
                    .hasRootCauseInstanceOf(JournalUnavailable.class)
                    .hasMessageContaining("JOURNAL_NO_QUORUM")
                    .hasMessageContaining("may have been written");
            int other = leader == 1 ? 2 : 1;
            assertThat(Streams.append(trio.journal(other), "s", 2, "w", "b").done())
                    .isTrue();
            trio.heal();
            trio.awaitLeader();
            assertThat(Streams.read(trio.journal(leader), "s")).containsExactly("a", "b");
        }
    }

    @Test
    void aMemberThatWasAwayCatchesUpFromTheLogOrFromASnapshot() throws Exception {
        try (Trio trio = Trio.up(root, EAGER_SNAPSHOTS)) {
            int away = trio.follower();
            int leader = trio.awaitLeader();
            ReplicatedJournal journal = trio.journal(leader);
            append(journal, "s", 1, 3);
            trio.kill(away);
            append(journal, "s", 4, 6);
            trio.awaitForgotten(away);
            trio.start(away);
            assertThat(readHere(trio, away, "s", 6)).hasSize(6);
            trio.kill(away);
            append(journal, "s", 7, 100);
            append(journal, "gone", 1, 50);
            Streams.await(journal.write(new Write.Delete("gone", 40)));
            trio.awaitForgotten(away);
            trio.start(away);
            assertThat(readHere(trio, away, "s", 100))
                    .containsExactlyElementsOf(
                            IntStream.rangeClosed(1, 100).mapToObj(i -> "e" + i).toList());
            assertThat(readHere(trio, away, "gone", 50)).hasSize(10);
            Seat seat = Streams.await(trio.journal(away).sources()).here();
            assertThat(Streams.await(seat.member().report())
                            .getResult()
                            .getLog()
                            .getInstallSnapshotCount())
                    .isPositive();
            int third = List.of(1, 2, 3).stream()
                    .filter(node -> node != away && node != leader)
                    .findFirst()
                    .orElseThrow();
            trio.kill(third);
            assertThat(Streams.append(journal, "s", 101, "w", "with the one that was away")
                            .done())
                    .isTrue();
        }
    }

    /** From the member's own disk, not from another's. */
    private static List<String> readHere(Trio trio, int node, String stream, long highest) throws Exception {
        ReplicatedJournal journal = trio.journal(node);
        Awaitility.await().atMost(Trio.LIMIT).until(() -> {
            Seat seat = Streams.await(journal.sources()).here();
            return seat != null && seat.member().streams().reserved(stream) == highest;
        });
        List<String> texts = new ArrayList<>();
        Seat seat = Streams.await(journal.sources()).here();
        seat.member().streams().settled().join();
        seat.member()
                .streams()
                .replay(
                        stream,
                        1,
                        highest,
                        Long.MAX_VALUE,
                        event -> texts.add(new String(event.payload().bytes())));
        return texts;
    }

    private static void append(ReplicatedJournal journal, String stream, int from, int to) throws Exception {
        for (int i = from; i <= to; i++) {
            assertThat(Streams.append(journal, stream, i, "w", "e" + i).done()).isTrue();
        }
    }

    @Test
    void aRestartOfAllLosesNothingEvenWithATornTail() throws Exception {
        try (Trio trio = Trio.up(root, EAGER_SNAPSHOTS)) {
            append(trio.journal(1), "s", 1, 55);
            trio.stopAll();
            for (int node = 1; node <= 3; node++) {
                tear(trio.directory(node).resolve("raft"));
                tear(trio.directory(node).resolve("streams"));
            }
            trio.start(3, 1, 2);
            trio.awaitLeader();
            assertThat(Streams.read(trio.journal(2), "s")).hasSize(55);
            append(trio.journal(2), "s", 56, 57);
            assertThat(Streams.read(trio.journal(3), "s")).hasSize(57);
        }
    }

    private static void tear(Path log) throws IOException {
        try (var files = Files.list(log)) {
            Path last = files.filter(file -> file.toString().endsWith(".log"))
                    .max(Path::compareTo)
                    .orElseThrow();
            Files.write(last, new byte[] {1, 2, 3, 4, 5, 6, 7}, StandardOpenOption.APPEND);
        }
    }

    @Test
    void eventsOfManyMegabytesAndManyWritersAtOnceGetThrough() throws Exception {
        try (Trio trio = Trio.up(root)) {
            String large = "x".repeat(9 << 20);
            int follower = trio.follower();
            assertThat(Streams.append(trio.journal(follower), "large", 1, "w", large)
                            .done())
                    .isTrue();
            List<CompletableFuture<?>> writes = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                for (int node = 1; node <= 3; node++) {
                    writes.add(trio.journal(node)
                            .write(new Write.Append(Streams.record("s" + i + "-" + node, 1, "w", "x" + i), 0)));
                }
            }
            Streams.await(CompletableFuture.allOf(writes.toArray(CompletableFuture[]::new)));
            assertThat(Streams.read(trio.journal(trio.awaitLeader()), "large")).containsExactly(large);
            assertThat(Streams.read(trio.journal(follower), "s499-1")).containsExactly("x499");
        } catch (CompletionException e) {
            throw new AssertionError(e.getCause());
        }
    }
}
