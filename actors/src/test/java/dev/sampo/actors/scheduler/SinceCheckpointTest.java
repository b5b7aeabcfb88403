package dev.sampo.actors.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.dag.Digest;
import dev.sampo.job.Fact;
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
    void itIsDueAfterFewFactsThatAreLarge() {
        for (int piece = 0; piece < SinceCheckpoint.BYTES_MAX / PIECE; piece++) {
            assertThat(since.isDue(100_000)).isFalse();
            addPiece();
        }
        assertThat(since.isDue(100_000)).isTrue();
    }
}
