package dev.sampo.planning;

import static dev.sampo.resource.Resources.cpus;
import static dev.sampo.resource.Selector.label;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.dag.Dag;
import dev.sampo.job.JobStatus;
import dev.sampo.resource.Change;
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
    void aChangeUnderLoadNeitherEndsNorRepeatsWhatRunsThere() {
        rig.with("n1", cpus(3), Map.of("zone", "a"));
        rig.submit(dag());
        List<String> running = List.copyOf(rig.running("n1"));

        rig.equip("n1", Change.NONE.removeCapacity(cpus(2)).label("zone", "b"));
        assertThat(rig.running("n1")).containsExactlyElementsOf(running);
        assertThat(rig.free("n1")).isEqualTo(cpus(1).minus(cpus(3)));

        rig.succeed("n1", running.get(0));
        rig.succeed("n1", running.get(1));
        assertThat(rig.running("n1")).containsExactly(running.get(2));

        rig.equip("n1", Change.NONE.addCapacity(cpus(4)));
        assertThat(rig.running("n1")).hasSize(TASKS - 2);

        rig.runAll();
        assertThat(rig.status().status()).isEqualTo(JobStatus.SUCCEEDED);
        assertThat(rig.transcript.stream().filter(line -> line.startsWith("start")))
                .hasSize(TASKS)
                .doesNotHaveDuplicates();
    }

    @Test
    void whatWaitsOnANodeAndNoMoreFitsThereRunsElsewhere() {
        rig.with("n1", cpus(2));
        var dag = Dag.named("two");
        dag.task("first", () -> 1).needs(cpus(2));
        dag.task("second", () -> 2).needs(cpus(2));
        rig.submit(dag);
        rig.equip("n1", Change.NONE.removeCapacity(cpus(1)));
        assertThat(rig.explain(1).summary()).contains("no node there is could run it (cpus=2");
        assertThat(rig.running("n1")).containsExactly("first");

        rig.with("n2", cpus(2));
        rig.advance(1_000);
        assertThat(rig.running("n2")).containsExactly("second");
    }

    @Test
    void whatWaitsForALabelThatIsGoneIsGivenBackAndRunsWhereItIs() {
        rig.with("n1", cpus(1), Map.of("zone", "a"));
        rig.with("n2", cpus(1), Map.of("zone", "b"));
        var dag = Dag.named("zoned");
        for (int i = 0; i < 3; i++) {
            dag.task("t" + i, () -> 1).where(label("zone").is("a"));
        }
        rig.submit(dag);
        assertThat(rig.running("n1")).hasSize(1);

        rig.equip("n1", Change.NONE.unlabel("zone"));
        rig.advance(1_000);
        assertThat(rig.running("n1")).hasSize(1);
        assertThat(rig.explain(2).summary()).contains("no node there is could run it");

        rig.equip("n2", Change.NONE.label("zone", "a"));
        assertThat(rig.running("n2")).hasSize(1);
        rig.runAll();
        assertThat(rig.status().status()).isEqualTo(JobStatus.SUCCEEDED);
        assertThat(rig.transcript.stream().filter(line -> line.startsWith("start")))
                .hasSize(3);
    }

    @Test
    void aTaskIsToldWhichItemsItHolds() {
        rig.with("n1", cpus(4));
        rig.equip("n1", Change.NONE.addItems("licence", "A", "B"));
        var dag = Dag.named("licensed");
        for (int i = 0; i < 3; i++) {
            dag.task("t" + i, () -> 1).needs(cpus(1).and("licence", 1));
        }
        rig.submit(dag);
        assertThat(rig.running("n1")).containsExactly("t0", "t1");
        assertThat(rig.items("n1", "t0")).isEqualTo(Map.of("licence", List.of("A")));
        assertThat(rig.items("n1", "t1")).isEqualTo(Map.of("licence", List.of("B")));

        rig.equip("n1", Change.NONE.removeItems("licence", "B").addItems("licence", "C"));
        assertThat(rig.running("n1")).containsExactly("t0", "t1");
        rig.succeed("n1", "t1");
        assertThat(rig.items("n1", "t2")).isEqualTo(Map.of("licence", List.of("C")));
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
