package dev.sampo.planning;

import static dev.sampo.resource.Resources.cpus;
import static dev.sampo.resource.Selector.label;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampo.dag.Body0;
import dev.sampo.dag.Body1;
import dev.sampo.dag.Dag;
import dev.sampo.job.NodeId;
import dev.sampo.job.Value;
import dev.sampo.link.Availability;
import dev.sampo.link.Order;
import dev.sampo.worker.WorkerInput;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What a body said in short of a value that is too large to be journaled. */
class BriefsTest {
    private static final Body0<Integer> MADE = () -> 1;
    private static final Body1<Integer, Integer> READ = x -> x;
    private static final byte[] BRIEF = {7, 7, 7};

    private final List<Value> sent = new ArrayList<>();
    private final Rig rig = new Rig() {
        @Override
        void work(NodeId id, WorkerInput input) {
            if (input instanceof WorkerInput.Ordered ordered) {
                ordered.orders().orders().forEach(order -> {
                    if (order instanceof Order.Deliver deliver) {
                        sent.addAll(deliver.values());
                    } else if (order instanceof Order.Keep keep) {
                        sent.addAll(keep.values().values());
                    }
                });
            }
            super.work(id, input);
        }
    };

    private static Value.Stored large(String node) {
        return new Value.Stored(Rig.node(node), 1 << 20, 7, Value.NO_LIST).saying(BRIEF);
    }

    private void madeOnA() {
        rig.with("a", cpus(1), Map.of("name", "a"));
        rig.with("b", cpus(1), Map.of("name", "b"));
        var dag = Dag.named("dag");
        var made = dag.task("made", MADE).where(label("name").is("a"));
        dag.task("read", made, READ).where(label("name").is("b"));
        rig.submit(dag);
        rig.succeed("a", "made", large("a"));
    }

    private Value kept() {
        return rig.ledger().job(Rig.JOB).value(0);
    }

    @Test
    void itIsKeptWhenTheValueIsDroppedAndItsNodeIsGoneAndTheSchedulerIsAnother() {
        madeOnA();
        rig.succeed("b", "read");
        assertThat(rig.transcript).contains("discard of [0] on a");
        rig.kill("a");
        rig.failOver(0);
        assertThat(kept()).isEqualTo(large("a"));
    }

    @Test
    void itIsKeptWhenTheValueIsMoved() {
        madeOnA();
        rig.turn("a", Availability.DRAINING, 0);
        rig.advance(1_000);
        assertThat(kept()).isEqualTo(large("b"));
    }

    @Test
    void nodesThatNeedTheValueAreNotSentIt() {
        madeOnA();
        rig.turn("a", Availability.DRAINING, 0);
        rig.advance(1_000);
        assertThat(sent).hasSizeGreaterThan(1).allSatisfy(value -> assertThat(value.carried())
                .isZero());
    }

    @Test
    void itIsSmallerThanAValueThatIsJournaledItself() {
        var value = large("a");
        assertThat(value.saying(new byte[Value.Stored.BRIEF_MAX]).carried()).isLessThan(16 << 10);
        assertThatThrownBy(() -> value.saying(new byte[Value.Stored.BRIEF_MAX + 1]))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
