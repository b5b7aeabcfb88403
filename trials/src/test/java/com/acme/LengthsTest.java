package com.acme;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.dag.Dag;
import dev.sampo.harness.SampoCluster;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class LengthsTest {
    @RegisterExtension
    static SampoCluster cluster = SampoCluster.jvms(3);

    /** Submits a graph through whoever can be reached, and waits for its result. */
    private static int lengths() {
        var dag = Dag.named("lengths");
        var words = dag.task("words", () -> List.of("mill", "grain", "salt"));
        var lengths = dag.each("length", words, String::length);
        var total = dag.task("total", lengths.all(), all -> all.stream()
                .mapToInt(Integer::intValue)
                .sum());
        return cluster.client().submit(dag).await(total, Duration.ofMinutes(2));
    }

    @Test
    void aNodeThatIsKilledIsNotMissed() {
        cluster.kill(0);
        assertThat(lengths()).isEqualTo(13);
        cluster.restart(0);
    }

    @Test
    void theLargerSideOfAPartitionGoesOn() {
        cluster.partition(Set.of(0), Set.of(1, 2));
        assertThat(lengths()).isEqualTo(13);
        cluster.until("the others have removed node-0", () -> !cluster.isRunning(0));
        cluster.heal();
        cluster.restart(0);
        cluster.until(
                "node-0 sees the jobs",
                () -> cluster.ask(0, sampo -> sampo.jobSummaries().size()) > 0);
    }
}
