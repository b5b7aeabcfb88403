package dev.sampo.journal.replicated;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Three nodes that keep one journal. */
class ReplicationTest {

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
}
