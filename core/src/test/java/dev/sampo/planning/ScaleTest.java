package dev.sampo.planning;

import static dev.sampo.resource.Resources.cpus;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.sampo.dag.Blueprint;
import dev.sampo.dag.Dag;
import dev.sampo.dag.PlainEncoder;
import dev.sampo.job.JobId;
import dev.sampo.job.JobOptions;
import dev.sampo.job.Ledger;
import dev.sampo.job.NodeId;
import dev.sampo.link.LinkSettings;
import dev.sampo.link.NodeLink;
import dev.sampo.link.Order;
import dev.sampo.link.Report;
import java.lang.management.ManagementFactory;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What placing costs where there are many nodes, counted and not timed, as in {@link CostTest}. */
class ScaleTest {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int SHAPES = 10;

    private final Planner planner = Planner.begin(new Ledger(), 0, 1, PlannerSettings.DEFAULTS, 1, 0);
    private final Map<NodeId, NodeLink> links = new HashMap<>();
    private final ArrayDeque<Input> waiting = new ArrayDeque<>();
    private final List<Plan> passes = new ArrayList<>();

    private ScaleTest with(int nodes) {
        for (int i = 0; i < nodes; i++) {
            var id = new NodeId("node-" + i);
            links.put(id, new NodeLink(id, 1, LinkSettings.DEFAULTS));
            step(new Input.NodeSeen(id, 1, cpus(SHAPES), Map.of()));
        }
        settle();
        passes.clear();
        return this;
    }

    private static Blueprint wide(int tasks) {
        var dag = Dag.named("wide");
        for (int shape = 1; shape <= SHAPES; shape++) {
            dag.each("t" + shape, IntStream.range(0, tasks / SHAPES).boxed().toList(), x -> x)
                    .needs(cpus(shape));
        }
        return dag.compile(new PlainEncoder());
    }

    private Plan step(Input input) {
        Plan plan = planner.step(0, List.of(input));
        passes.add(plan);
        if (!plan.facts().isEmpty()) {
            waiting.add(new Input.Durable(plan.factsUpTo()));
        }
        for (Plan.Letter letter : plan.letters()) {
            NodeLink link = links.get(letter.node());
            if (link.take(letter.orders(), 0) == NodeLink.Arrival.NEW_SESSION) {
                link.greet(new Report.Greeting(List.of(), List.of()));
            }
            link.flush(0).forEach(report -> waiting.add(new Input.Reported(report)));
        }
        if (plan.wakeAt() <= 0) {
            waiting.add(new Input.Tick());
        }
        return plan;
    }

    private void settle() {
        while (!waiting.isEmpty()) {
            step(waiting.poll());
        }
    }

    private void submit(int tasks) {
        step(new Input.Submit(1, new JobId("job"), wide(tasks), JobOptions.DEFAULTS));
        settle();
    }

    private static int placed(Plan plan) {
        return plan.letters().stream()
                .flatMap(letter -> letter.orders().orders().stream())
                .filter(Order.Assign.class::isInstance)
                .mapToInt(order -> ((Order.Assign) order).tasks().length)
                .sum();
    }

    /** What a hundred such steps allocate. */
    private long bytesOfSteps(Input input) {
        step(input);
        long before = THREADS.getThreadAllocatedBytes(Thread.currentThread().getId());
        for (int i = 0; i < 100; i++) {
            planner.step(0, List.of(input));
        }
        return THREADS.getThreadAllocatedBytes(Thread.currentThread().getId()) - before;
    }

    @Test
    void aStepInWhichNothingHappensCostsNoMoreWithAThousandFullNodesThanWithTen() {
        var few = new ScaleTest().with(10);
        few.submit(10_000);
        var many = new ScaleTest().with(1_000);
        many.submit(10_000);
        few.bytesOfSteps(new Input.Tick());
        assertThat(many.bytesOfSteps(new Input.Tick())).isLessThan(2 * few.bytesOfSteps(new Input.Tick()) + 10_000);
    }

    @Test
    void aLineThatMayFindRoomButDoesNotCostsLittleMoreThanItsTurn() {
        var one = new ScaleTest().with(1);
        one.submit(1_000);
        var seenAgain = new Input.NodeSeen(new NodeId("node-0"), 1, cpus(SHAPES), Map.of());

        assertThat(one.bytesOfSteps(seenAgain) / 100 / SHAPES).isLessThan(240);
    }

    @Test
    void aPassPlacesSoMuchAndGoesOnInTheNextStepUntilAllIsPlaced() {
        var many = new ScaleTest().with(1_000);
        many.submit(5_000);

        assertThat(many.passes).allSatisfy(plan -> assertThat(placed(plan)).isLessThan(500));
        assertThat(many.passes.stream().mapToInt(ScaleTest::placed).sum()).isGreaterThan(1_500);
        assertThat(many.passes.get(many.passes.size() - 1).wakeAt()).isPositive();
    }
}
