package dev.sampo;

import static dev.sampo.resource.Resources.cpus;
import static dev.sampo.resource.Selector.label;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import dev.sampo.dag.Dag;
import dev.sampo.dag.TaskContext;
import dev.sampo.job.NodeId;
import dev.sampo.link.Availability;
import dev.sampo.membership.NodeChange;
import dev.sampo.resource.Resources;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a node has is looked at and changed while tasks run. */
class NodeTest {
    private static final NodeId ONLY = new NodeId("only");
    private static final Map<String, CountDownLatch> GATES = new ConcurrentHashMap<>();

    private final Sampo sampo = Sampo.local(ConfigFactory.parseString("""
            sampo.node {
              name = only, cpus = 2, memory = 1GiB, gpus = ["GPU-a", "GPU-b"]
              resources { licence = ["A", "B"], tokens = 3 }
              labels { disk = nvme }
            }
            """).withFallback(ConfigFactory.load()));

    @AfterEach
    void close() {
        GATES.values().forEach(CountDownLatch::countDown);
        sampo.close();
    }

    private static void pass(String gate) throws InterruptedException {
        GATES.computeIfAbsent(gate, each -> new CountDownLatch(1)).await();
    }

    private static void open(String gate) {
        GATES.computeIfAbsent(gate, each -> new CountDownLatch(1)).countDown();
    }

    static String items(TaskContext context, String gate) throws InterruptedException {
        pass(gate);
        return context.held("licence") + " " + context.held("gpu") + " " + context.held("tokens");
    }

    @Test
    void itSaysWhatItHasAndWhatIsFree() {
        var state = sampo.here().state();
        assertThat(state.node()).isEqualTo(ONLY);
        assertThat(state.capacity())
                .isEqualTo(cpus(2).memory("1GiB").gpus(2).and("licence", 2).and("tokens", 3));
        assertThat(state.items()).isEqualTo(Map.of("licence", List.of("A", "B"), "gpus", List.of("GPU-a", "GPU-b")));
        assertThat(state.labels()).isEqualTo(Map.of("disk", "nvme"));
        assertThat(state.free()).isEqualTo(state.capacity());
        assertThat(state.availability()).isEqualTo(Availability.ACTIVE);
        assertThat(sampo.node("only").state()).isEqualTo(state);
    }

    @Test
    void aTaskIsToldWhatItHolds() {
        var dag = Dag.named("holding");
        var one = dag.task("one", context -> items(context, "holding"))
                .needs(cpus(1).gpus(0.5).and("licence", 1).and("tokens", 1));
        var two = dag.task("two", context -> items(context, "holding"))
                .needs(cpus(1).gpus(1).and("licence", 1));
        Job job = sampo.submit(dag);
        Awaitility.await().until(() -> sampo.here().state().free().cpuUnits() == 0);
        open("holding");
        assertThat(List.of(job.await(one), job.await(two)))
                .containsExactlyInAnyOrder("[A] [GPU-a] []", "[B] [GPU-b] []");
    }

    @Test
    void moreCapacityIsUsedAtOnceAndLessLeavesWhatRunsAlone() {
        var dag = Dag.named("three");
        for (int i = 0; i < 3; i++) {
            dag.task("t" + i, () -> {
                pass("three");
                return 1;
            });
        }
        Job job = sampo.submit(dag);
        Awaitility.await().until(() -> sampo.here().state().free().cpuUnits() == 0);

        assertThat(sampo.here().addCapacity(cpus(1)).capacity().cpuUnits()).isEqualTo(3 * Resources.WHOLE);
        Awaitility.await().until(() -> sampo.here().state().free().cpuUnits() == 0);

        var state = sampo.here().removeCapacity(cpus(3));
        assertThat(state.held()).isEqualTo(3);
        assertThat(state.free().cpuUnits()).isEqualTo(-3 * Resources.WHOLE);
        assertThat(sampo.capacity().cpuUnits()).isZero();
        open("three");
        job.await();
        assertThat(sampo.here().state().free().cpuUnits()).isZero();
    }

    @Test
    void aTaskThatFitsNowhereAnyMoreWaitsAndSaysSo() {
        var dag = Dag.named("wanting");
        dag.task("first", () -> {
                    pass("wanting");
                    return 1;
                })
                .needs(cpus(2));
        var second =
                dag.task("second", () -> 2).needs(cpus(2)).where(label("disk").is("nvme"));
        Job job = sampo.submit(dag);
        Awaitility.await().until(() -> sampo.here().state().free().cpuUnits() == 0);
        sampo.here().change(change -> change.removeCapacity(cpus(1)).label("disk", "hdd"));
        open("wanting");
        Awaitility.await().until(() -> job.explain(second).summary().contains("no node there is could run it"));
        assertThat(job.explain(second).candidates().get(0).why()).contains("disk=hdd", "do not match disk=nvme");
        sampo.here().label("disk", "nvme");
        assertThat(job.explain(second).candidates().get(0).why()).contains("too small: cpus=1 more");
        sampo.here().addCapacity(cpus(1));
        assertThat(job.await(second)).isEqualTo(2);
    }

    @Test
    void whatCannotBeIsRefusedWithTheThingAndTheRemedyNamed() {
        Node node = sampo.here();
        assertThatThrownBy(() -> node.removeCapacity(cpus(3)))
                .isInstanceOfSatisfying(SampoException.ChangeRefused.class, refused -> assertThat(refused.node())
                        .isEqualTo("only"))
                .hasMessageContaining("node only stays as it is: cpus=3 cannot be taken away: there is cpus=2");
        assertThatThrownBy(() -> node.removeCapacity(Resources.NONE.and("fpga", 1)))
                .isInstanceOf(SampoException.ChangeRefused.class)
                .hasMessageContaining("fpga=1");
        assertThatThrownBy(() -> node.addCapacity(cpus(Double.NaN)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("NaN");
        assertThatThrownBy(() -> node.label("sampo.zone", "a"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("choose another name");
        assertThatThrownBy(() -> node.addItems("tokens", "x"))
                .isInstanceOf(SampoException.ChangeRefused.class)
                .hasMessageContaining("tokens is counted");
        assertThatThrownBy(() -> node.addCapacity(Resources.NONE.gpus(1)))
                .isInstanceOf(SampoException.ChangeRefused.class)
                .hasMessageContaining("gpus consists of the items [GPU-a, GPU-b]");
        assertThatThrownBy(() -> sampo.node("onyl").addCapacity(cpus(1)))
                .isInstanceOf(SampoException.NotFound.class)
                .hasMessageContaining("no node is called \"onyl\"; there are [only]");
        assertThatThrownBy(() -> sampo.cordon("onyl")).isInstanceOf(SampoException.NotFound.class);
        assertThat(node.state().capacity().cpuUnits()).isEqualTo(2 * Resources.WHOLE);
    }

    @Test
    void listenersHearOfEveryChange() throws InterruptedException {
        var heard = Collections.synchronizedList(new ArrayList<NodeChange>());
        Runnable end = sampo.onNodeChange(change -> {
            sampo.here().state();
            heard.add(change);
        });
        Resources before = sampo.capacity();
        Resources now = sampo.here().addCapacity(cpus(1)).capacity();
        sampo.here().unlabel("disk");
        sampo.cordon("only");
        sampo.uncordon("only");
        Awaitility.await().until(() -> heard.size() == 5);
        assertThat(heard.remove(0)).isInstanceOf(NodeChange.Joined.class);
        assertThat(heard)
                .containsExactly(
                        new NodeChange.CapacityChanged(ONLY, before, now),
                        new NodeChange.LabelsChanged(ONLY, Map.of("disk", "nvme"), Map.of()),
                        new NodeChange.AvailabilityChanged(ONLY, Availability.ACTIVE, Availability.CORDONED),
                        new NodeChange.AvailabilityChanged(ONLY, Availability.CORDONED, Availability.ACTIVE));
        end.run();
        var last = new CountDownLatch(2);
        sampo.onNodeChange(change -> last.countDown());
        sampo.here().label("disk", "hdd");
        last.await();
        assertThat(heard).hasSize(4);
    }

    @Test
    void itemsNamedTwiceInTheConfigurationAreRefused() {
        var config = ConfigFactory.parseString("sampo.node.resources.licence = [\"A\", \"A\"]")
                .withFallback(ConfigFactory.load());
        assertThatThrownBy(() -> Sampo.local(config))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("licence \"A\" is there twice");
    }
}
