package dev.sampo.journal.replicated;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.journal.Counters;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The two plugins of the replicated home as a Pekko program meets them. */
class RaftPluginTest {

    @TempDir
    Path root;

    @Test
    void anEntityGoesOnElsewhereFromItsSnapshotAndTheEventsSince() throws Exception {
        try (Trio trio = Trio.up(root)) {
            int first = trio.awaitLeader();
            Counters before = Counters.start(trio.system(first), "c", 100);
            for (int i = 0; i < 10; i++) {
                before.add(Collections.nCopies(33, "x".repeat(20_000)));
            }
            Streams.await(trio.journal(first).barrier("c"));
            trio.kill(first);
            int second = trio.follower();
            Counters after = Counters.start(trio.system(second), "c", 100);
            assertThat(after.sum()).isEqualTo(10 * 33 * 20_000L);
            after.add(List.of("one more"));
            assertThat(after.sum()).isEqualTo(10 * 33 * 20_000L + 8);
            assertThat(Streams.await(ReplicatedJournal.barrier(trio.system(second), "sampo.journal.replicated", "c")))
                    .isEqualTo(331);
            assertThat(new SnapshotStream(trio.journal(second), "c").list()).hasSizeBetween(1, 2);
        }
    }

    @Test
    void ofTwoWritersTheOlderStops() throws Exception {
        try (Trio trio = Trio.up(root)) {
            Counters old = Counters.start(trio.system(1), "c", 0);
            old.add(List.of("a"));
            Counters current = Counters.start(trio.system(2), "c", 0);
            current.add(List.of("b"));
            old.addExpectingItsEnd(List.of("zombie"));
            assertThat(current.sum()).isEqualTo(2);
            current.add(List.of("c"));
            assertThat(Counters.start(trio.system(3), "c", 0).sum()).isEqualTo(3);
        }
    }
}
