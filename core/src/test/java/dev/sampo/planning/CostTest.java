package dev.sampo.planning;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.sampo.dag.Blueprint;
import dev.sampo.dag.Body0;
import dev.sampo.dag.Body1;
import dev.sampo.dag.Dag;
import dev.sampo.dag.Handle;
import dev.sampo.dag.PlainEncoder;
import dev.sampo.job.BreakerName;
import dev.sampo.job.JobId;
import dev.sampo.job.JobOptions;
import dev.sampo.job.JobStatus;
import dev.sampo.job.Ledger;
import dev.sampo.job.NodeId;
import dev.sampo.job.Outcome;
import dev.sampo.job.Value;
import dev.sampo.resilience.Forced;
import dev.sampo.resource.Equipment;
import dev.sampo.resource.Resources;
import dev.sampo.worker.Action;
import dev.sampo.worker.Worker;
import dev.sampo.worker.WorkerInput;
import dev.sampo.worker.WorkerSettings;
import java.lang.management.ManagementFactory;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * What a task costs, counted in bytes allocated: unlike time, the same on a busy machine, and whatever grows with the size
 * of the graph at each transition shows in it. Times are in docs/performance.md.
 */
class CostTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final NodeId NODE = new NodeId("node");
    private static final Value VALUE = new Value.Inline(new byte[] {1, 2, 3}, Value.NO_LIST);

    private final ArrayDeque<Runnable> post = new ArrayDeque<>();
    private Planner planner = begin(PlannerSettings.DEFAULTS);
    private final Worker worker = new Worker(NODE, 1, Equipment.of(Resources.cpus(1)), WorkerSettings.DEFAULTS);
    private Blueprint blueprint;

    private static Planner begin(PlannerSettings settings) {
        return Planner.begin(new Ledger(), 0, 1, settings, 1, 0);
    }

    private static long allocated() {
        return THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
    }

    private static Dag wide(int tasks) {
        var dag = Dag.named("wide");
        dag.each("t", IntStream.range(0, tasks).boxed().toList(), x -> x);
        return dag;
    }

    private static Dag chain(int tasks) {
        var dag = Dag.named("chain");
        Body0<Integer> first = () -> 1;
        Body1<Integer, Integer> next = x -> x;
        Handle<Integer> last = dag.task("t0", first);
        for (int i = 1; i < tasks; i++) {
            last = dag.task("t" + i, last, next);
        }
        return dag;
    }

    /** Bytes that planner and worker together allocate for each task from submit to the end of the job. */
    private static long bytesPerTask(Dag dag, int tasks) {
        return bytesPerTask(dag, tasks, PlannerSettings.DEFAULTS);
    }

    private static long bytesPerTask(Dag dag, int tasks, PlannerSettings settings) {
        var loop = new CostTest();
        loop.planner = begin(settings);
        loop.blueprint = dag.compile(new PlainEncoder());
        loop.plan(new Input.NodeSeen(NODE, 1, Resources.cpus(1), Map.of()));
        loop.deliver();
        var job = new JobId("job");
        long before = allocated();
        loop.plan(new Input.Submit(1, job, loop.blueprint, JobOptions.DEFAULTS));
        loop.deliver();
        long bytes = allocated() - before;
        assertThat(loop.planner.ledger().job(job).status()).isEqualTo(JobStatus.SUCCEEDED);
        return bytes / tasks;
    }

    private void deliver() {
        while (!post.isEmpty()) {
            post.poll().run();
        }
    }

    private void plan(Input input) {
        Plan plan = planner.step(0, List.of(input));
        plan.letters().forEach(letter -> post.add(() -> work(new WorkerInput.Ordered(letter.orders()))));
        if (!plan.facts().isEmpty()) {
            post.add(() -> plan(new Input.Durable(plan.factsUpTo())));
        }
    }

    private void work(WorkerInput input) {
        for (Action action : worker.step(0, List.of(input))) {
            if (action instanceof Action.Run run) {
                post.add(() -> work(new WorkerInput.Ended(run.run(), Outcome.Succeeded.of(VALUE), 10)));
            } else if (action instanceof Action.Send send) {
                post.add(() -> plan(new Input.Reported(send.report())));
            } else if (action instanceof Action.FetchBlueprint) {
                post.add(() -> work(new WorkerInput.BlueprintArrived(blueprint)));
            }
        }
    }

    @Test
    void aTaskOfAWideJobCostsNoMoreInALargeOne() {
        bytesPerTask(wide(1_000), 1_000);
        long small = bytesPerTask(wide(1_000), 1_000);
        assertThat(bytesPerTask(wide(100_000), 100_000)).isLessThan(2 * small);
    }

    @Test
    void aTaskOfAChainCostsNoMoreInALongOneAndAboutAsMuchAsOneOfAWideJob() {
        bytesPerTask(chain(1_000), 1_000);
        long small = bytesPerTask(chain(1_000), 1_000);
        long large = bytesPerTask(chain(10_000), 10_000);
        assertThat(large).isLessThan(2 * small);
        assertThat(large).isLessThan(3 * bytesPerTask(wide(100_000), 100_000));
    }

    @Test
    void aRankedTaskCostsNoMoreInALargeJobAndNotMuchMoreThanOneThatIsNot() {
        var ranked = RigSettings.placing("critical-path", 1_000);
        bytesPerTask(chain(5_000), 5_000, ranked);
        bytesPerTask(wide(5_000), 5_000, ranked);
        long chain = bytesPerTask(chain(5_000), 5_000, ranked);
        long wide = bytesPerTask(wide(5_000), 5_000, ranked);
        assertThat(bytesPerTask(chain(20_000), 20_000, ranked)).isLessThan(2 * chain);
        assertThat(bytesPerTask(wide(100_000), 100_000, ranked)).isLessThan(2 * wide);
        assertThat(chain).isLessThan(2 * bytesPerTask(chain(5_000), 5_000));
        assertThat(wide).isLessThan(2 * bytesPerTask(wide(5_000), 5_000));
    }

    /** Of each job that waits it would be asked again in each step whether the node may have it. */
    @Test
    void aNodeThatIsForcedOpenCostsAStepNothing() {
        plan(new Input.NodeSeen(NODE, 1, Resources.cpus(1), Map.of()));
        deliver();
        var breaker = BreakerName.of(NODE);
        plan(new Input.ForceBreaker(1, breaker, Forced.To.OPEN, "n1", ""));
        for (int job = 0; job < 500; job++) {
            plan(new Input.Submit(
                    2, new JobId("job-" + job), wide(1).compile(new PlainEncoder()), JobOptions.DEFAULTS));
            deliver();
        }
        planner.step(0, List.of(new Input.Tick()));
        long before = allocated();
        planner.step(0, List.of(new Input.Tick()));
        assertThat(allocated() - before).isLessThan(20_000);
    }

    @Test
    void aWaitingTaskCostsTheSchedulerAtMostAHundredBytes() {
        int tasks = 200_000;
        blueprint = chain(tasks).compile(new PlainEncoder());
        blueprint.digest();
        planner.step(0, List.of(new Input.Tick()));
        long before = allocated();
        planner.step(0, List.of(new Input.Submit(1, new JobId("job"), blueprint, JobOptions.DEFAULTS)));
        assertThat((allocated() - before) / tasks).isLessThanOrEqualTo(100);
    }
}
