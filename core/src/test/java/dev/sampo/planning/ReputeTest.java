package dev.sampo.planning;

import static dev.sampo.resource.Resources.cpus;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.dag.Dag;
import dev.sampo.job.TaskState;
import dev.sampo.link.Availability;
import dev.sampo.resilience.Retry;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What is held against a node: failures there and times it went out of sight, and not for ever. */
class ReputeTest {
    private final Rig rig = new Rig(RigSettings.placing("health-weighted", 1_000)).with("n", cpus(1));

    private void submit() {
        var dag = Dag.named("dag");
        dag.each("e", IntStream.range(0, 100).boxed().toList(), x -> x)
                .retry(Retry.fixed(50).startingAt(Duration.ZERO));
        rig.submit(dag);
    }

    /** As the explanation of what runs there has it. */
    private String health() {
        String why = IntStream.range(2, 102)
                .mapToObj(rig::explain)
                .filter(each -> each.state() == TaskState.ASSIGNED)
                .flatMap(each -> each.candidates().stream())
                .filter(each -> each.node().equals("n"))
                .findFirst()
                .orElseThrow()
                .why();
        return why.substring(why.indexOf('(') + 1, why.indexOf(')'));
    }

    @Test
    void failuresCountAndSuccessesMakeGoodForThem() {
        submit();
        assertThat(health()).isEqualTo("health 100 %");
        for (int i = 0; i < 4; i++) {
            rig.fail("n", rig.running("n").get(0));
        }
        assertThat(health()).isEqualTo("health 77 %");
        for (int i = 0; i < 16; i++) {
            rig.succeedAfter("n", rig.running("n").get(0), 1_000_000);
        }
        assertThat(health()).isEqualTo("health 92 %");
    }

    @Test
    void aNodeThatWasSuspectedIsTrustedLessAndForgivenWithTime() {
        submit();
        rig.suspect("n");
        rig.see("n");
        rig.succeedAfter("n", rig.running("n").get(0), 1_000_000);
        assertThat(health()).isEqualTo("health 53 %");
        rig.advance(300_000);
        rig.succeedAfter("n", rig.running("n").get(0), 1_000_000);
        assertThat(health()).isEqualTo("health 78 %");
    }

    @Test
    void aNodeThatLeavesInOrderIsNoWorseForIt() {
        rig.turn("n", Availability.DRAINING, 0);
        rig.kill("n");
        rig.with("n", cpus(1));
        submit();
        assertThat(health()).isEqualTo("health 100 %");
    }
}
