package dev.sampo.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.dag.Blueprint;
import dev.sampo.dag.Dag;
import dev.sampo.dag.Digest;
import dev.sampo.dag.JarEncoder;
import dev.sampo.job.JobId;
import dev.sampo.job.NodeId;
import dev.sampo.job.Outcome;
import dev.sampo.link.Order;
import dev.sampo.link.Orders;
import dev.sampo.link.Report;
import dev.sampo.link.Session;
import dev.sampo.resource.Equipment;
import dev.sampo.resource.Resources;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Blueprints and their jars stay on a node as long as a job there is of them, and no longer. */
class JarsHereTest {
    private static final Session SESSION = new Session(0, 2, 1);
    private static final Digest JAR = new Digest(1, 2);

    private final Worker worker =
            new Worker(new NodeId("n1"), 1, Equipment.of(Resources.cpus(1)), WorkerSettings.DEFAULTS);
    private final List<Action> actions = new ArrayList<>();
    private long number;

    private static Blueprint graph(String name) {
        var dag = Dag.named(name);
        dag.task("only", () -> 1);
        return dag.compile(new JarEncoder(JAR));
    }

    private void order(Order order) {
        step(new WorkerInput.Ordered(new Orders(SESSION, ++number, 0, 0, List.of(order))));
    }

    private void step(WorkerInput input) {
        actions.addAll(worker.step(1_000, List.of(input)));
    }

    private static Order told(String job, Blueprint graph) {
        return new Order.Stretch(new JobId(job), 0, 1, graph.digest(), Order.Stretch.WHOLE, 0);
    }

    private List<Action> drops() {
        return actions.stream().filter(Action.DropJar.class::isInstance).toList();
    }

    private long fetches() {
        return actions.stream().filter(Action.FetchBlueprint.class::isInstance).count();
    }

    @Test
    void aJarGoesWithTheLastJobOfABlueprintAndIsFetchedForTheNext() {
        Blueprint graph = graph("one");
        order(told("job-1", graph));
        step(new WorkerInput.BlueprintArrived(graph));
        order(told("job-2", graph));
        assertThat(fetches()).isEqualTo(1);

        order(new Order.Forget(new JobId("job-1")));
        assertThat(drops()).isEmpty();
        order(new Order.Forget(new JobId("job-2")));
        assertThat(drops()).containsExactly(new Action.DropJar(JAR, graph.digest()));

        order(told("job-3", graph));
        assertThat(fetches()).isEqualTo(2);
    }

    @Test
    void eachBlueprintOfAJarIsToldByItself() {
        Blueprint one = graph("one");
        Blueprint two = graph("two");
        order(told("job-1", one));
        step(new WorkerInput.BlueprintArrived(one));
        order(told("job-2", two));
        order(new Order.Forget(new JobId("job-1")));
        assertThat(drops()).containsExactly(new Action.DropJar(JAR, one.digest()));
    }

    @Test
    void whatArrivesForNobodyAnyMoreIsDroppedAtOnceAndEachTime() {
        Blueprint graph = graph("one");
        order(told("job-1", graph));
        order(new Order.Forget(new JobId("job-1")));
        assertThat(drops()).isEmpty();
        step(new WorkerInput.BlueprintArrived(graph));
        step(new WorkerInput.BlueprintArrived(graph));
        assertThat(drops()).hasSize(2).containsOnly(new Action.DropJar(JAR, graph.digest()));
    }

    @Test
    void whatIsOnItsWayIsNotAskedForAgain() {
        Blueprint graph = graph("one");
        order(told("job-1", graph));
        order(told("job-2", graph));
        order(assigned("job-1", 1));
        assertThat(fetches()).isEqualTo(1);
    }

    @Test
    void whatComesTwiceIsHeldOnce() {
        Blueprint graph = graph("one");
        order(told("job-1", graph));
        step(new WorkerInput.BlueprintArrived(graph));
        step(new WorkerInput.BlueprintArrived(graph));
        assertThat(drops()).containsExactly(new Action.DropJar(JAR, graph.digest()));
        order(new Order.Forget(new JobId("job-1")));
        assertThat(drops()).hasSize(2);
    }

    @Test
    void whatThisNodeCannotKeepIsHandedBackAndAskedForAgainNextTime() {
        Blueprint graph = graph("one");
        order(told("job-1", graph));
        order(assigned("job-1", 1));
        step(new WorkerInput.BlueprintUnavailable(graph.digest(), "the disk is full", false));
        assertThat(outcomes()).containsExactly(new Outcome.Cancelled());

        order(assigned("job-1", 2));
        assertThat(fetches()).isEqualTo(2);
        step(new WorkerInput.BlueprintArrived(graph));
        assertThat(actions).anyMatch(Action.Run.class::isInstance);
    }

    @Test
    void whatNoNodeCouldRunFails() {
        Blueprint graph = graph("one");
        order(told("job-1", graph));
        order(assigned("job-1", 1));
        step(new WorkerInput.BlueprintUnavailable(graph.digest(), "it is no jar", true));
        assertThat(outcomes()).singleElement().isInstanceOf(Outcome.Failed.class);
    }

    private static Order assigned(String job, long serial) {
        return new Order.Assign(new JobId(job), new int[] {0}, 1, serial, false);
    }

    private List<Outcome> outcomes() {
        return actions.stream()
                .filter(Action.Send.class::isInstance)
                .flatMap(send -> ((Action.Send) send).report().ended().stream())
                .map(Report.Ended::outcome)
                .distinct()
                .toList();
    }
}
