package dev.sampo.planning;

import static dev.sampo.resource.Resources.cpus;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.sampo.dag.Dag;
import dev.sampo.dag.Vacancy;
import dev.sampo.job.JobId;
import dev.sampo.job.TaskState;
import dev.sampo.job.Value;
import dev.sampo.resource.Resources;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LargeGangsTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static Dag needless(int count) {
        var dag = Dag.named("needless");
        dag.each("e", IntStream.range(0, count).boxed().toList(), x -> x)
                .needs(Resources.NONE)
                .gang("g");
        return dag;
    }

    @Test
    void aGangThatNeedsNothingStartsOnAsManyNodesAsHaveThreadsForAllOfIt() {
        var rig = new Rig().with("a", cpus(1)).with("b", cpus(1));
        rig.submit(needless(2 * Vacancy.NEEDLESS_MAX));

        assertThat(rig.running("a")).hasSize(Vacancy.NEEDLESS_MAX);
        assertThat(rig.running("b")).hasSize(Vacancy.NEEDLESS_MAX);
    }

    @Test
    void oneForWhichThereAreNotEnoughThreadsIsRefused() {
        var rig = new Rig().with("a", cpus(1)).with("b", cpus(1));
        rig.submit(needless(2 * Vacancy.NEEDLESS_MAX + 1));

        assertThat(rig.answers.values().toString())
                .contains(
                        "whose 513 start together, and the nodes there are have room for 512 of them when they are idle");
    }

    @Test
    void oneThatHasBecomeFarMoreThanThereIsRoomForCostsNoMoreThanALook() {
        var rig = new Rig().with("a", cpus(2)).with("b", cpus(2));
        var busy = Dag.named("busy");
        busy.each("x", IntStream.range(0, 100).boxed().toList(), x -> x);
        var dag = Dag.named("dag");
        var list = dag.task("list", () -> List.of(1));
        dag.each("e", list, x -> x).gang("g").priority(1);
        rig.submit(dag);
        rig.submit(new JobId("busy"), busy);
        rig.succeed(rig.running("a").contains("list") ? "a" : "b", "list", Rig.list(100_000));
        assertThat(rig.explain(2).state()).isEqualTo(TaskState.READY);

        long before = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
        for (int i = 0; i < 10; i++) {
            rig.succeed("a", rig.running("a").get(0));
        }
        long bytes = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
        assertThat(bytes / 10).isLessThan(200_000);
    }

    @Test
    void whyItWaitsIsSaidByWhatItNeedsByNow() {
        var rig = new Rig().with("a", cpus(2).memory(4_000)).with("b", cpus(2).memory(1_000));
        var dag = Dag.named("dag");
        var list = dag.task("list", () -> "x");
        for (String name : List.of("one", "two")) {
            dag.task(name, list, (String x) -> x)
                    .needs(cpus(1).memory(500))
                    .memoryPerInputByte(1)
                    .gang("g");
        }
        rig.submit(dag);
        rig.succeed("a", "list", new Value.Inline(new byte[2_000], Value.NO_LIST));

        assertThat(rig.explain(1).summary())
                .contains("all 2 of its gang \"g\" at once, and the nodes there are hold 1 of them when they are idle");
    }
}
