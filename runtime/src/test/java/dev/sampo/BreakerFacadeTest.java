package dev.sampo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampo.dag.Dag;
import dev.sampo.resilience.Breaker.State;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

class BreakerFacadeTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @Test
    void aBreakerIsForcedListedAndResetWithAllPartitions() {
        try (Sampo sampo = Sampo.local()) {
            String node = sampo.node();
            assertThat(sampo.breakers()).isEmpty();
            sampo.breaker(node).forceOpen("new disk");
            assertThat(sampo.breakers()).singleElement().satisfies(entry -> {
                assertThat(entry.name().isOfNode()).isTrue();
                assertThat(entry.state()).isEqualTo(State.OPEN);
                assertThat(entry.forced().orElseThrow().by()).isEqualTo(node);
                assertThat(entry.forced().orElseThrow().why()).isEqualTo("new disk");
            });

            var dag = Dag.named("dag");
            var task = dag.task("task", () -> 1);
            var jobs = new ArrayList<Job>();
            for (int i = 0; i < 16; i++) {
                jobs.add(sampo.submit(dag));
            }
            assertThat(jobs).allSatisfy(job -> assertThat(
                            job.explain(task).candidates().get(0).why())
                    .contains("forced open through " + node, "new disk"));

            sampo.breaker(node).reset();
            jobs.forEach(job -> assertThat(job.await(task, LIMIT)).isEqualTo(1));
            assertThat(sampo.breaker(node).state()).isEmpty();
        }
    }

    @Test
    void aNodeThatNobodyKnowsIsNotForced() {
        try (Sampo sampo = Sampo.local()) {
            assertThatThrownBy(() -> sampo.breaker("nobody").forceOpen(""))
                    .isInstanceOf(SampoException.NotFound.class)
                    .hasMessageContaining("no node is called \"nobody\"");
            sampo.breaker("nobody").reset();
        }
    }

    @Test
    void whatNamesNoBreakerOrGivesNullForAReasonReachesNoScheduler() {
        try (Sampo sampo = Sampo.local()) {
            String node = sampo.node();
            assertThatThrownBy(() -> sampo.breaker(node).forceOpen(null))
                    .isInstanceOf(NullPointerException.class)
                    .hasMessageContaining("why the breaker is forced is null");
            assertThatThrownBy(() -> sampo.breaker(node, "", "").forceOpen("by a program without a name"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("breaker(node) is that of the node as a whole");
            assertThatThrownBy(() -> sampo.breaker(node, "dag", " ")).isInstanceOf(IllegalArgumentException.class);
            assertThat(sampo.breakers()).isEmpty();
        }
    }
}
