package dev.sampo.worker;

import static dev.sampo.resource.Resources.cpus;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.dag.Blueprint;
import dev.sampo.dag.Dag;
import dev.sampo.dag.PlainEncoder;
import dev.sampo.job.JobId;
import dev.sampo.job.NodeId;
import dev.sampo.link.Order;
import dev.sampo.link.Orders;
import dev.sampo.link.Precedence;
import dev.sampo.link.Report;
import dev.sampo.link.Session;
import dev.sampo.resource.Equipment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a node with one slot tells two partitions. */
class NeighboursHereTest {
    private final Worker worker = new Worker(new NodeId("n1"), 1, Equipment.of(cpus(1)), WorkerSettings.DEFAULTS);
    private final Blueprint graph = graph();
    private final List<Report> reports = new ArrayList<>();

    private static Blueprint graph() {
        var dag = Dag.named("dag");
        dag.task("task", () -> 1);
        return dag.compile(new PlainEncoder());
    }

    private void step(long now, WorkerInput... inputs) {
        var heard = new ArrayList<WorkerInput>();
        for (Action action : worker.step(now, List.of(inputs))) {
            if (action instanceof Action.Send send) {
                Report said = send.report();
                reports.add(said);
                heard.add(new WorkerInput.Ordered(
                        new Orders(said.session(), 0, said.number(), said.number(), List.of())));
            }
        }
        worker.step(now, heard);
    }

    /** One task for each of so many tenants. */
    private void orders(int partition, int tenants) {
        orders(partition, tenants, 0);
    }

    /** Of which each is expected to run for so long. */
    private void orders(int partition, int tenants, long millis) {
        var orders = new ArrayList<Order>();
        for (int i = 0; i < tenants; i++) {
            var job = new JobId("job-" + partition + "-" + i);
            orders.add(new Order.Stretch(job, 0, 1, graph.digest(), Order.Stretch.WHOLE, 0));
            orders.add(new Order.Introduce(job, new Precedence(0, "t" + i, 1_000, false)));
            orders.add(new Order.Assign(job, new int[] {0}, 1, i + 1, false, Optional.empty(), millis));
        }
        step(1, new WorkerInput.Ordered(new Orders(new Session(partition, 1, 1), 1, 0, 0, orders)));
    }

    private Report.Others toldLast(int partition) {
        return reports.stream()
                .filter(report -> report.session().partition() == partition)
                .reduce((earlier, later) -> later)
                .orElseThrow()
                .others();
    }

    @Test
    void eachIsToldWhatWaitsOnWhosever() {
        orders(0, 2);
        orders(1, 1);
        step(2, new WorkerInput.BlueprintArrived(graph));
        step(5_000, new WorkerInput.Tick());

        var one = new Report.Held(cpus(1), 1);
        assertThat(toldLast(0).all()).isEqualTo(one);
        assertThat(toldLast(1).all().attempts()).isEqualTo(2);
        assertThat(toldLast(0).waiting())
                .isEqualTo(toldLast(1).waiting())
                .containsExactly(new Report.Holder("t0", one), new Report.Holder("t1", one));
    }

    @Test
    void eachIsToldHowLongWhatIsThereRunsFromNowOnInTheMean() {
        orders(0, 1, 60_000);
        orders(1, 1, 20_000);
        step(2, new WorkerInput.BlueprintArrived(graph));
        step(1_002, new WorkerInput.Tick());
        assertThat(toldLast(0).millisLeft()).isEqualTo((59_000 + 20_000) / 2);
        assertThat(toldLast(1).millisLeft()).isEqualTo((59_000 + 20_000) / 2);

        step(30_002, new WorkerInput.Tick());
        assertThat(toldLast(1).millisLeft()).isEqualTo((30_000 + 20_000) / 2);
        step(90_002, new WorkerInput.Tick());
        assertThat(toldLast(1).millisLeft()).isEqualTo((6_000 + 20_000) / 2);
    }

    @Test
    void nobodyIsToldHowLongThatIsWhereItIsNotKnownOfHalfOfIt() {
        orders(0, 2);
        orders(1, 1, 20_000);
        step(2, new WorkerInput.BlueprintArrived(graph));
        step(5_000, new WorkerInput.Tick());
        assertThat(toldLast(0).all().attempts()).isEqualTo(1);
        assertThat(toldLast(0).millisLeft()).isZero();
    }

    @Test
    void nobodyIsNamedWhereTooManyWait() {
        orders(0, Report.Others.TENANTS_MAX + 2);
        orders(1, 1);
        step(2, new WorkerInput.BlueprintArrived(graph));
        step(5_000, new WorkerInput.Tick());

        assertThat(toldLast(1).tenants()).hasSize(Report.Others.TENANTS_MAX);
        assertThat(toldLast(1).waiting()).isEmpty();
    }
}
