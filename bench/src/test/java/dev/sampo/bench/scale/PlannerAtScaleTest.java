package dev.sampo.bench.scale;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Keeps it runnable; says nothing about time. */
class PlannerAtScaleTest {
    @Test
    void allTasksArePlaced() {
        var outcome = PlannerAtScale.run(100, 5_000, 2);
        assertThat(outcome.filled() + outcome.churned()).isBetween(1L, 5_000L);
        assertThat(outcome.perSecond()).isPositive();
    }
}
