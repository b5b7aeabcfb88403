package dev.sampo.journal.replicated;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Nodes that come and go, and nodes that only use the journal. */
class MembershipTest {

    private static final String IMPATIENT = "sampo.journal.replicated.replace-after = 0s";

    @TempDir
    Path root;

    @Test
    void aSpareTakesThePlaceOfAVoterThatIsGone() throws Exception {
        try (Trio trio = Trio.up(root, IMPATIENT)) {
            trio.start(4);
            trio.awaitUp(4);
            int gone = trio.awaitLeader();
            int other = gone == 1 ? 2 : 1;
            assertThat(Streams.append(trio.journal(4), "s", 1, "w", "by the spare")
                            .done())
                    .isTrue();
            trio.kill(gone);
            awaitVoters(trio, other, 4);
            int third = 6 - gone - other;
            trio.kill(third);
            assertThat(Streams.append(trio.journal(other), "s", 2, "w", "with the spare")
                            .done())
                    .isTrue();
            assertThat(Streams.read(trio.journal(4), "s")).containsExactly("by the spare", "with the spare");
        }
    }

    private static void awaitVoters(Trio trio, int observer, int newcomer) {
        Awaitility.await().atMost(Trio.LIMIT).until(() -> {
            List<String> voters = trio.journal(observer).status().voters();
            return voters.size() == 3 && voters.contains(trio.nodeName(newcomer));
        });
    }

    @Test
    void aNodeThatLostItsDiskComesBackAsAnotherMember() throws Exception {
        try (Trio trio = Trio.up(root, IMPATIENT)) {
            int lost = trio.follower();
            int leader = trio.awaitLeader();
            assertThat(Streams.append(trio.journal(leader), "s", 1, "w", "kept").done())
                    .isTrue();
            String before = trio.journal(leader).status().voters().toString();
            trio.kill(lost);
            trio.awaitForgotten(lost);
            deleteAll(trio.directory(lost));
            trio.start(lost);
            Awaitility.await().atMost(Trio.LIMIT).until(() -> {
                Seat seat = Streams.await(trio.journal(lost).sources()).here();
                return seat != null && seat.member().streams().reserved("s") == 1;
            });
            awaitVoters(trio, leader, lost);
            assertThat(trio.journal(leader).status().voters().toString()).hasSameSizeAs(before);
        }
    }

    private static void deleteAll(Path directory) throws Exception {
        try (var files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    void aNodeWithoutTheRoleReadsAndWritesThroughTheOthers() throws Exception {
        try (Trio trio = Trio.up(root)) {
            trio.start(4, List.of("worker"));
            Streams.await(trio.journal(4).ready());
            assertThat(Streams.append(trio.journal(4), "s", 1, "w", "a", "b", "c")
                            .done())
                    .isTrue();
            assertThat(Streams.read(trio.journal(4), "s", 2)).containsExactly("b", "c");
            assertThat(trio.journal(4).status().role()).isEqualTo(JournalStatus.Role.NONE);
            int leader = trio.awaitLeader();
            trio.kill(leader);
            assertThat(Streams.append(trio.journal(4), "s", 4, "w", "d").done()).isTrue();
            assertThat(Files.exists(trio.directory(4))).isFalse();
        }
    }

    @Test
    void aLeaderThatStopsInGoodOrderHandsOver() throws Exception {
        try (Trio trio = Trio.up(root)) {
            int leader = trio.awaitLeader();
            Streams.await(trio.journal(leader).stepDown());
            Awaitility.await().atMost(Trio.LIMIT).until(() -> trio.awaitLeader() != leader);
            assertThat(Streams.append(trio.journal(leader), "s", 1, "w", "a").done())
                    .isTrue();
        }
    }

    @Test
    void aNodeWhoseJunctionFailedStartsAnewFromItsDisk() throws Exception {
        try (Trio trio = new Trio(root, 1)) {
            trio.start(1);
            trio.awaitLeader();
            assertThat(Streams.append(trio.journal(1), "s", 1, "w", "a").done()).isTrue();
            trio.system(1)
                    .actorSelection("/system/" + ReplicatedJournal.ACTOR)
                    .tell(
                            new Peer.Do(peer -> {
                                throw new IllegalStateException("planted");
                            }),
                            null);
            assertThat(Streams.append(trio.journal(1), "s", 2, "w", "b").done()).isTrue();
            assertThat(Streams.read(trio.journal(1), "s")).containsExactly("a", "b");
        }
    }

    @Test
    void aGroupOfOneNeedsNobody() throws Exception {
        try (Trio trio = new Trio(root, 1)) {
            trio.start(1);
            trio.awaitLeader();
            assertThat(Streams.append(trio.journal(1), "s", 1, "w", "a").done()).isTrue();
            trio.stopAll();
            trio.start(1);
            trio.awaitLeader();
            assertThat(Streams.read(trio.journal(1), "s")).containsExactly("a");
        }
    }
}
