package dev.sampo.planning;

import static dev.sampo.resource.Resources.cpus;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.dag.Dag;
import dev.sampo.job.JobStatus;
import dev.sampo.resource.Resources;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Acceptance 11: word of a node that is known already never touches what was given to it. */
class RegistrationTest {
    private static final int TASKS = 6;

    private final Rig rig = new Rig();

    private static Dag dag() {
        var dag = Dag.named("wide");
        IntStream.range(0, TASKS).forEach(i -> dag.task("t" + i, () -> 1));
        return dag;
    }

    private void hear(Resources capacity) {
        rig.step(new Input.NodeSeen(Rig.node("n1"), 1, capacity, Map.of()));
    }

    @Test
    void aNodeThatRegistersAgainAndChangesItsCapacityUnderLoadKeepsWhatRunsThere() {
        rig.with("n1", cpus(3));
        rig.submit(dag());
        List<String> running = List.copyOf(rig.running("n1"));
        assertThat(running).hasSize(3);

        hear(cpus(3));
        hear(cpus(1));
        assertThat(rig.running("n1")).containsExactlyElementsOf(running);

        hear(cpus(3));
        assertThat(rig.running("n1")).containsExactlyElementsOf(running);

        rig.runAll();
        assertThat(rig.status().status()).isEqualTo(JobStatus.SUCCEEDED);
        assertThat(rig.transcript.stream().filter(line -> line.startsWith("start")))
                .hasSize(TASKS)
                .doesNotHaveDuplicates();
    }
}
