package dev.sampo.planning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.dag.Blueprint;
import dev.sampo.dag.Dag;
import dev.sampo.dag.Digest;
import dev.sampo.dag.JarEncoder;
import dev.sampo.job.Fact;
import dev.sampo.job.Jars;
import dev.sampo.job.JobEvent;
import dev.sampo.job.JobId;
import dev.sampo.job.JobLedger;
import dev.sampo.job.JobOptions;
import dev.sampo.job.Ledger;
import dev.sampo.job.NodeId;
import dev.sampo.resource.Resources;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A partition keeps the jars of its jobs: once, whole, and as long as a job that it knows names them. */
class JarIntakeTest {
    private static final int MIB = 1 << 20;

    private final Planner planner = Planner.begin(new Ledger(), 0, 1, PlannerSettings.DEFAULTS, 1, 0);
    private final List<Fact> facts = new ArrayList<>();
    private long ticket;

    private Answer submit(String id, byte[] jar, boolean isSent) {
        planner.step(0, List.of(new Input.NodeSeen(new NodeId("n"), 1, Resources.cpus(1), Map.of())));
        var submit = new Input.Submit(++ticket, new JobId(id), graph(id, jar), JobOptions.DEFAULTS);
        Plan plan = planner.step(0, List.of(isSent ? submit.with(jar) : submit));
        facts.addAll(plan.facts());
        return plan.replies().get(0).answer();
    }

    private static Blueprint graph(String name, byte[] jar) {
        var dag = Dag.named(name);
        dag.task("only", () -> 1);
        return dag.compile(new JarEncoder(Digest.of(jar)));
    }

    private static byte[] jar(int size, int fill) {
        var jar = new byte[size];
        java.util.Arrays.fill(jar, (byte) fill);
        return jar;
    }

    private static void forget(Ledger ledger, String id) {
        ledger.apply(new JobEvent.JobForgotten(new JobId(id), 0), JobLedger.Changes.IGNORED);
    }

    @Test
    void aJarIsWrittenInPiecesBeforeItsJobAndOnceForAllOfThem() {
        byte[] jar = jar(2 * MIB + 5, 1);
        assertThat(submit("one", jar, true)).isInstanceOf(Answer.Accepted.class);
        assertThat(facts).hasSize(4);
        assertThat(facts.get(3)).isInstanceOf(JobEvent.JobAccepted.class);
        assertThat(submit("two", jar, false)).isInstanceOf(Answer.Accepted.class);
        assertThat(facts).hasSize(5);

        var read = new Ledger();
        read.replay(facts, facts.size());
        var restored = Ledger.restore(read.facts(), read.factCount());
        forget(restored, "one");
        assertThat(restored.jars().find(Digest.of(jar))).hasValue(jar);
        forget(restored, "two");
        assertThat(restored.jars().find(Digest.of(jar))).isEmpty();
        assertThat(restored.jars().bytes()).isZero();
    }

    @Test
    void aJobWithoutItsJarIsRefused() {
        assertThat(submit("one", jar(3, 1), false))
                .isInstanceOfSatisfying(Answer.Rejected.class, rejected -> assertThat(
                                rejected.problems().get(0).what())
                        .contains("is not here any more; submit it again, with the jar"));
        assertThat(facts).isEmpty();
    }

    @Test
    void whatACrashHasCutOffIsNoJarAndGoesWithTheNextJobThatIsForgotten() {
        byte[] jar = jar(2 * MIB, 1);
        submit("one", jar, true);
        submit("other", jar(3, 2), true);
        var cut = new ArrayList<>(facts);
        cut.subList(1, 3).clear();
        var read = new Ledger();
        read.replay(cut, cut.size());
        assertThat(read.jars().find(Digest.of(jar))).isEmpty();
        assertThat(read.jars().bytes()).isEqualTo(2 * MIB + 3);
        forget(read, "other");
        assertThat(read.jars().bytes()).isZero();
    }

    @Test
    void thereIsRoomForSoManyAndNoMore() {
        submit("one", jar((int) Jars.ALL_BYTES_MAX - 1, 1), true);
        assertThat(submit("two", jar(2, 2), true))
                .isInstanceOfSatisfying(
                        Answer.Busy.class, busy -> assertThat(busy.why()).contains("would have more than"));
        assertThat(submit("three", jar(1, 3), true)).isInstanceOf(Answer.Accepted.class);
    }
}
