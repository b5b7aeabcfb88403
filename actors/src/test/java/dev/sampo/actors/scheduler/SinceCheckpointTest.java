package dev.sampo.actors.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.dag.Digest;
import dev.sampo.job.Fact;
import dev.sampo.job.Fence;
import dev.sampo.job.JobEvent;
import dev.sampo.job.JobId;
import dev.sampo.job.NodeId;
import dev.sampo.job.Value;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class SinceCheckpointTest {
    private static final int PIECE = 1 << 20;

    private final SinceCheckpoint since = new SinceCheckpoint();

    private void addPiece() {
        since.add(List.of(new Fact.JarPiece(new Digest(1, 2), PIECE, 0, new byte[PIECE])));
    }

    @Test
    void afterSoManyFactsACheckpointIsDue() {
        since.add(List.of(new Fact.TermBegun(1)));
        assertThat(since.isDue(2)).isFalse();
        since.add(List.of(new Fact.TermBegun(2)));
        assertThat(since.isDue(2)).isTrue();
        since.begun();
        assertThat(since.isDue(2)).isFalse();
    }

    @Test
    void whatIsSaidOfValuesThatAreKeptElsewhereCounts() {
        var node = new NodeId("n");
        var value = new Value.Stored(node, 1 << 20, 7, Value.NO_LIST).saying(new byte[Value.Stored.BRIEF_MAX]);
        var fact = new JobEvent.TaskSucceeded(new JobId("j"), 0, node, 1, new Fence(1, 1), value, 9, 9);
        since.add(Collections.nCopies((int) SinceCheckpoint.BYTES_MAX / Value.Stored.BRIEF_MAX, fact));
        assertThat(since.isDue(100_000)).isTrue();
    }

    @Test
    void itIsDueAfterFewFactsThatAreLarge() {
        for (int piece = 0; piece < SinceCheckpoint.BYTES_MAX / PIECE; piece++) {
            assertThat(since.isDue(100_000)).isFalse();
            addPiece();
        }
        assertThat(since.isDue(100_000)).isTrue();
    }
}
