package dev.sampo.planning;

import static dev.sampo.resource.Resources.cpus;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.dag.Blueprint;
import dev.sampo.dag.Dag;
import dev.sampo.dag.PlainEncoder;
import dev.sampo.job.JobId;
import dev.sampo.job.Outcome;
import dev.sampo.job.TaskState;
import dev.sampo.link.Order;
import dev.sampo.link.Orders;
import dev.sampo.link.Precedence;
import dev.sampo.link.Session;
import dev.sampo.worker.WorkerInput;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** So many at once on each node, whichever partitions have given them to it. */
class LimitsOfNodesTest {
    private static final Session OF_ANOTHER_PARTITION = new Session(1, 1, 1);
    private static final JobId OTHER = new JobId("other");
    private static final int MAX = 2;

    private final Rig rig = new Rig().with("a", cpus(4));

    private static Dag limited(int from, int to) {
        var dag = Dag.named("dag");
        for (int i = from; i < to; i++) {
            dag.task("t" + i, () -> 1).atMostPerNode(MAX);
        }
        return dag;
    }

    /** Another partition has so many run there. */
    private void occupy(int tasks) {
        Blueprint graph = limited(0, tasks).compile(new PlainEncoder());
        rig.knows(graph);
        List<Order> orders = List.of(
                new Order.Stretch(OTHER, 0, tasks, graph.digest(), Order.Stretch.WHOLE, 0),
                new Order.Introduce(OTHER, Precedence.USUAL),
                new Order.Assign(OTHER, IntStream.range(0, tasks).toArray(), 1, 1, false));
        rig.work(Rig.node("a"), new WorkerInput.Ordered(new Orders(OF_ANOTHER_PARTITION, 1, 0, 0, orders)));
    }

    @Test
    void noMoreRunThanMayWhoeverHasOrderedThem() {
        occupy(3);
        assertThat(rig.running("a")).containsExactly("t0", "t1");
        rig.submit(limited(10, 12));
        assertThat(rig.running("a")).containsExactly("t0", "t1");

        for (int i = 0; i < 5; i++) {
            rig.succeed("a", rig.started("a").get(0));
            assertThat(rig.running("a")).hasSizeLessThanOrEqualTo(MAX);
        }
        assertThat(rig.running("a")).isEmpty();
        assertThat(rig.status().succeeded()).isEqualTo(2);
    }

    @Test
    void othersStartMeanwhile() {
        occupy(2);
        var dag = limited(10, 11);
        dag.task("plain", () -> 1);
        rig.submit(dag);
        assertThat(rig.running("a")).containsExactlyInAnyOrder("t0", "t1", "plain");
        rig.succeed("a", "t0");
        assertThat(rig.running("a")).containsExactlyInAnyOrder("t10", "t1", "plain");
    }

    @Test
    void whatWaitsIsTakenBackForANodeThatIsIdle() {
        occupy(2);
        rig.submit(limited(10, 12));
        rig.advance(1_500);
        assertThat(rig.explain(0).state()).isEqualTo(TaskState.READY);
        assertThat(rig.explain(0).summary()).startsWith("is queued on a as attempt 1");

        rig.with("b", cpus(4));
        rig.advance(2_000);
        assertThat(rig.running("b")).containsExactly("t10", "t11");
        assertThat(rig.running("a")).containsExactly("t0", "t1");
    }

    @Test
    void whatIsStoppedMakesPlaceWhenItsBodyHasEnded() {
        occupy(2);
        rig.submit(limited(10, 11));
        rig.work(
                Rig.node("a"),
                new WorkerInput.Ordered(new Orders(OF_ANOTHER_PARTITION, 2, 0, 0, List.of(new Order.Forget(OTHER)))));
        assertThat(rig.interrupted("a")).containsExactly("t0", "t1");
        assertThat(rig.running("a")).doesNotContain("t10");
        rig.end("a", "t0", new Outcome.Cancelled());
        assertThat(rig.running("a")).containsExactlyInAnyOrder("t10", "t1");
    }
}
