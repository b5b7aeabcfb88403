package dev.sampo.planning;

import static dev.sampo.resource.Resources.cpus;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.dag.Body0;
import dev.sampo.dag.Dag;
import dev.sampo.job.Fact;
import dev.sampo.job.JobEvent;
import dev.sampo.job.JobStatus;
import dev.sampo.resource.Resources;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Nodes die under tasks, or seem to: which task is to blame, and which merely ran there. */
class LossesTest {
    private static final Body0<Integer> BODY = () -> 1;
    private static final List<String> NODES = List.of("n1", "n2", "n3", "n4", "n5");

    private final Rig rig = new Rig();

    private static Dag tasks(String... names) {
        var dag = Dag.named("tasks");
        for (String name : names) {
            dag.task(name, BODY);
        }
        return dag;
    }

    private void withNodes(int count, Resources capacity) {
        NODES.subList(0, count).forEach(name -> rig.with(name, capacity));
    }

    private String hostOf(String task) {
        return NODES.stream()
                .filter(name -> rig.isThere(name) && rig.running(name).contains(task))
                .findFirst()
                .orElseThrow(() -> new AssertionError(task + " runs nowhere: " + rig.transcript));
    }

    private List<Fact> factsOf(Class<? extends Fact> kind) {
        return rig.journal.stream().filter(kind::isInstance).toList();
    }

    @Test
    void aTaskUnderWhichThreeNodesDiedIsPoisonAndSaysWhichAndWhen() {
        withNodes(4, cpus(1));
        rig.submit(tasks("t"));
        var hosts = new ArrayList<String>();
        for (int death = 0; death < 3; death++) {
            rig.advance(1_000);
            hosts.add(hostOf("t"));
            rig.kill(hosts.get(death));
        }
        assertThat(rig.status().status()).isEqualTo(JobStatus.FAILED);
        assertThat(rig.status().reason())
                .contains("POISON: 3 nodes died under it")
                .contains(hosts.get(0) + " under attempt 1 at 1970-01-01T00:00:01Z")
                .contains(hosts.get(1) + " under attempt 2")
                .contains(hosts.get(2) + " under attempt 3 at 1970-01-01T00:00:03Z");
    }

    @Test
    void suspicionsThatProveWrongAreNoDeaths() {
        withNodes(1, cpus(1));
        rig.submit(tasks("t"));
        for (int i = 0; i < 5; i++) {
            rig.suspect("n1");
            rig.see("n1");
            rig.advance(1_000);
        }
        rig.succeed("n1", "t");
        assertThat(rig.status().status()).isEqualTo(JobStatus.SUCCEEDED);
        assertThat(factsOf(JobEvent.NodeDied.class)).isEmpty();
    }

    @Test
    void aSuspectedNodesWorkRunsElsewhereAtOnce() {
        withNodes(2, cpus(1));
        rig.submit(tasks("t"));
        rig.suspect("n1");
        assertThat(rig.running("n2")).containsExactly("t");
        rig.see("n1");
        assertThat(rig.interrupted("n1")).containsExactly("t");
        rig.succeed("n2", "t");
        assertThat(rig.status().status()).isEqualTo(JobStatus.SUCCEEDED);
    }

    @Test
    void whatRanBesideAPoisonTaskIsNotPoisonedWithIt() {
        rig.with("n1", cpus(4));
        rig.submit(tasks("a", "killer", "b", "c"));
        rig.kill("n1");
        rig.with("n2", cpus(4));
        assertThat(rig.running("n2")).hasSize(4);
        rig.kill("n2");
        rig.with("n3", cpus(4));
        rig.advance(1_000);
        for (int i = 0; i < 4 && !rig.running("n3").contains("killer"); i++) {
            assertThat(rig.running("n3")).hasSize(1);
            rig.runAll();
            rig.advance(1_000);
        }
        rig.kill("n3");
        assertThat(rig.status().reason()).startsWith("task killer: POISON");
    }

    @Test
    void aTaskOneDeathShortOfPoisonRunsWhereNothingElseRuns() {
        var settings = RigSettings.settings(2);
        var careful = new Rig(settings);
        careful.with("n1", cpus(2)).with("n2", cpus(2));
        careful.submit(tasks("x", "y", "z"));
        careful.kill("n1");
        careful.advance(1_000);
        String first = careful.running("n2").get(0);
        careful.runAll();
        careful.advance(1_000);
        assertThat(careful.running("n2")).hasSize(1).doesNotContain(first);
        careful.runAll();
        careful.advance(1_000);
        careful.runAll();
        careful.advance(1_000);
        assertThat(careful.status().status()).isEqualTo(JobStatus.SUCCEEDED);
    }

    @Test
    void theLastDeathIsWaitedForToBeProven() {
        withNodes(5, cpus(1));
        rig.submit(tasks("t"));
        rig.advance(1_000);
        Runnable first = rig.vanish(hostOf("t"));
        rig.advance(1_000);
        Runnable second = rig.vanish(hostOf("t"));
        rig.advance(1_000);
        Runnable third = rig.vanish(hostOf("t"));
        rig.advance(1_000);
        assertThat(NODES.stream().filter(rig::isThere))
                .allSatisfy(name -> assertThat(rig.running(name)).isEmpty());
        assertThat(rig.explain(0).summary()).contains("waits to be known whether");
        first.run();
        second.run();
        third.run();
        assertThat(rig.status().reason()).contains("POISON");
    }

    @Test
    void aLostNodeThatStaysSilentCountsAsDead() {
        withNodes(4, cpus(1));
        rig.submit(tasks("t"));
        for (int death = 0; death < 3; death++) {
            rig.advance(1_000);
            rig.vanish(hostOf("t"));
        }
        rig.advance(30_000);
        assertThat(rig.status().reason()).contains("POISON");
    }

    @Test
    void aSchedulerThatDiesWithTheNodeStillCountsWhatRanThereAlone() {
        withNodes(4, cpus(1));
        rig.submit(tasks("t"));
        for (int death = 0; death < 2; death++) {
            rig.advance(1_000);
            rig.kill(hostOf("t"));
        }
        rig.advance(1_000);
        rig.forget(hostOf("t"));
        rig.failOver(0);
        rig.advance(30_000);
        assertThat(rig.status().reason()).contains("POISON");
    }
}
