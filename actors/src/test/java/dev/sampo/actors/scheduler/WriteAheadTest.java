package dev.sampo.actors.scheduler;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.job.Fact;
import dev.sampo.wire.Facts;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WriteAheadTest {
    private final List<Facts> written = new ArrayList<>();
    private final WriteAhead ahead = new WriteAhead(10, written::add);

    private void step(long upTo) {
        ahead.add(List.of(new Fact.TermBegun(upTo)), upTo);
    }

    @Test
    void factsOfManyStepsGatherWhileEnoughBatchesAreOut() {
        for (long upTo = 11; upTo <= 20; upTo++) {
            step(upTo);
        }
        assertThat(written).extracting(Facts::upTo).containsExactly(11L, 12L, 13L);

        ahead.written(11);

        assertThat(ahead.durable()).isEqualTo(11);
        assertThat(written).hasSize(4);
        assertThat(written.get(3).facts()).hasSize(7);
        assertThat(written.get(3).upTo()).isEqualTo(20);
    }

    @Test
    void itIsIdleOnlyWhenAllThatWasDecidedIsDurable() {
        assertThat(ahead.isIdle()).isTrue();
        step(11);
        assertThat(ahead.isIdle()).isFalse();
        ahead.written(11);
        assertThat(ahead.isIdle()).isTrue();
    }
}
