package dev.sampo.planning;

import static dev.sampo.resource.Resources.cpus;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.dag.Blueprint;
import dev.sampo.dag.Dag;
import dev.sampo.dag.PlainEncoder;
import dev.sampo.job.JobId;
import dev.sampo.job.JobOptions;
import dev.sampo.job.TaskState;
import dev.sampo.link.Order;
import dev.sampo.link.Orders;
import dev.sampo.link.Precedence;
import dev.sampo.link.Session;
import dev.sampo.resource.Quota;
import dev.sampo.resource.Resources;
import dev.sampo.tenant.TenantSettings;
import dev.sampo.worker.WorkerInput;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Partitions do not know of each other, but nodes do, and tell. */
class NeighboursTest {
    private static final Session OF_ANOTHER_PARTITION = new Session(1, 1, 1);
    private static final JobId OTHER = new JobId("other");

    private static final long HOUR = 3_600_000;

    private Rig rig = new Rig().with("a", cpus(1)).with("b", cpus(1));

    /** Another partition has a task of its own run there. */
    private void occupy(String node) {
        occupy(node, Precedence.USUAL);
    }

    private void occupy(String node, Precedence precedence) {
        occupy(node, precedence, 0);
    }

    private void occupy(String node, Precedence precedence, long millis) {
        Blueprint graph = dag("other", 1).compile(new PlainEncoder());
        rig.knows(graph);
        order(
                node,
                1,
                new Order.Stretch(OTHER, 0, 1, graph.digest(), Order.Stretch.WHOLE, 0),
                new Order.Introduce(OTHER, precedence),
                new Order.Assign(OTHER, new int[] {0}, 1, 1, false, Optional.empty(), millis));
        rig.advance(1_000);
    }

    private void order(String node, long number, Order... orders) {
        rig.work(
                Rig.node(node),
                new WorkerInput.Ordered(new Orders(OF_ANOTHER_PARTITION, number, 0, 0, List.of(orders))));
    }

    private static Dag dag(String name, int tasks) {
        var dag = Dag.named(name);
        for (int i = 0; i < tasks; i++) {
            dag.task(name + "-" + i, () -> 1);
        }
        return dag;
    }

    @Test
    void aNodeThatIsIdleIsPreferredToOneThatWorksForAnotherPartition() {
        occupy("a");
        rig.submit(dag("dag", 1));
        assertThat(rig.running("b")).containsExactly("dag-0");
    }

    /** Both have one, and are as dear. */
    @Test
    void aDeadlineIsMetOnTheNodeOnWhichOthersHaveASecondsWorkAndNotAnHours() {
        rig = new Rig(RigSettings.placing("cost-optimised", 1_000))
                .with("a", cpus(1))
                .with("b", cpus(1));
        occupy("a", Precedence.USUAL, HOUR);
        occupy("b", Precedence.USUAL, 5_000);
        var dag = Dag.named("dag");
        dag.task("dag-0", () -> 1).expected(Duration.ofSeconds(1));
        rig.submit(Rig.JOB, dag, JobOptions.DEFAULTS.deadline(rig.now + 60_000));

        var placed = rig.explain(0);
        assertThat(placed.placement()).startsWith("put on b ");
        assertThat(placed.candidates().toString())
                .contains("it would begin there in about 5.0 s")
                .contains("it would begin there in about 3600.0 s");
    }

    /** It is as if what is there took as long as the task. */
    @Test
    void whereNobodyKnowsHowLongThatTakesTheFirstNodeIsAsGood() {
        rig = new Rig(RigSettings.placing("cost-optimised", 1_000))
                .with("a", cpus(1))
                .with("b", cpus(1));
        occupy("a");
        occupy("b");
        var dag = Dag.named("dag");
        dag.task("dag-0", () -> 1).expected(Duration.ofSeconds(1));
        rig.submit(Rig.JOB, dag, JobOptions.DEFAULTS.deadline(rig.now + 60_000));
        assertThat(rig.explain(0).placement()).startsWith("put on a ");
    }

    @Test
    void whatOthersHoldKeepsNobodyFromANode() {
        occupy("a");
        occupy("b");
        rig.submit(dag("dag", 2));
        assertThat(rig.running("a")).containsExactly("other-0");
        assertThat(rig.explain(0).state()).isEqualTo(TaskState.ASSIGNED);
        assertThat(rig.explain(1).state()).isEqualTo(TaskState.ASSIGNED);

        rig.succeed("a", "other-0");
        assertThat(rig.running("a")).hasSize(1).doesNotContain("other-0");
    }

    private static Rig sharing(Quota quota) {
        return new Rig(PlannerSettings.DEFAULTS.tenants(
                Map.of("most", new TenantSettings(1, quota), "least", new TenantSettings(1, Quota.NONE))));
    }

    private static JobOptions of(String tenant) {
        return JobOptions.DEFAULTS.tenant(tenant);
    }

    @Test
    void whatATenantHoldsThroughAnotherPartitionCountsForItsQuota() {
        rig = sharing(Quota.NONE.cpus(2)).with("a", cpus(1)).with("b", cpus(2));
        occupy("a", new Precedence(0, "most", 1_000, true));
        rig.submit(Rig.JOB, dag("dag", 2), of("most"));
        assertThat(rig.running("b")).hasSize(1);
        assertThat(rig.explain(1).summary())
                .contains("its tenant most holds cpus=2 of the cpus=2 it may, cpus=1 of it through other partitions");

        rig.succeed("a", "other-0");
        assertThat(rig.running("b")).hasSize(1);
        rig.advance(1_000);
        assertThat(rig.running("a").size() + rig.running("b").size()).isEqualTo(2);
    }

    @Test
    void aTenantWhoseQuotaOthersHaveUsedUpMayHaveOneTaskNevertheless() {
        rig = sharing(Quota.NONE.cpus(1)).with("a", cpus(1)).with("b", cpus(2));
        occupy("a", new Precedence(0, "most", 1_000, true));
        rig.submit(Rig.JOB, dag("dag", 2), of("most"));
        assertThat(rig.running("b")).hasSize(1);
    }

    @Test
    void whatItsQuotaDoesNotCountIsNoReasonToLetItHaveNone() {
        rig = sharing(Quota.NONE.cpus(1)).with("a", cpus(1)).with("b", cpus(2));
        var nothing = Dag.named("nothing");
        nothing.task("holds-nothing", () -> 1).needs(Resources.NONE);
        rig.submit(new JobId("nothing"), nothing, of("most"));
        occupy("a", new Precedence(0, "most", 1_000, true));
        rig.submit(Rig.JOB, dag("dag", 2), of("most"));
        assertThat(rig.running("a").size() + rig.running("b").size()).isEqualTo(3);
    }

    @Test
    void whatALostNodeHadForOthersIsHeldNoMore() {
        rig = sharing(Quota.NONE.cpus(2)).with("a", cpus(1)).with("b", cpus(2));
        occupy("a", new Precedence(0, "most", 1_000, true));
        rig.kill("a");
        rig.submit(Rig.JOB, dag("dag", 2), of("most"));
        assertThat(rig.running("b")).hasSize(2);
    }

    @Test
    void theTurnIsThatOfTheTenantWhoHoldsLessThroughAllPartitions() {
        rig = sharing(Quota.NONE).with("a", cpus(1)).with("b", cpus(2));
        occupy("a", new Precedence(0, "most", 1_000, false));
        rig.submit(new JobId("fill"), dag("fill", 2));
        rig.submit(Rig.JOB, dag("dag", 4), of("most"));
        rig.submit(new JobId("job-2"), dag("due", 4), of("least"));
        rig.succeedAfter("b", "fill-0", 1_000_000);
        assertThat(rig.running("b")).contains("due-0");
    }

    @Test
    void aNodeIsIdleAgainOnceItHasSaidThatItIsDoneWithTheOthers() {
        occupy("a");
        rig.succeed("a", "other-0");
        rig.submit(dag("dag", 1));
        assertThat(rig.running("a")).containsExactly("dag-0");
    }
}
