package dev.sampo.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class TurnsTest {
    private final Turns turns = new Turns(1);

    @Test
    void aTurnThatNobodyBeginsIsGivenBack() {
        turns.take().orElseThrow().endUnlessBegunWithin(Duration.ofMillis(1));
        await().until(() -> turns.take().isPresent());
    }

    @Test
    void aTurnThatHasBegunLastsUntilItsEnd() {
        Turns.Turn turn = turns.take().orElseThrow();
        turn.begin();
        turn.endUnlessBegunWithin(Duration.ZERO);
        await().during(Duration.ofMillis(50)).until(() -> turns.take().isEmpty());
        turn.end();
        assertThat(turns.take()).isPresent();
    }

    @Test
    void aTurnEndsOnce() {
        Turns.Turn turn = turns.take().orElseThrow();
        turn.end();
        turn.end();
        assertThat(turns.take()).isPresent();
        assertThat(turns.take()).isEmpty();
    }
}
