package dev.sampo.planning;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.dag.Dag;
import dev.sampo.dag.PlainEncoder;
import dev.sampo.job.Fact;
import dev.sampo.job.Fence;
import dev.sampo.job.Grounds;
import dev.sampo.job.JobEvent;
import dev.sampo.job.JobId;
import dev.sampo.job.JobLedger;
import dev.sampo.job.JobOptions;
import dev.sampo.job.Ledger;
import dev.sampo.job.NodeId;
import dev.sampo.job.Value;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An attempt counts if it used the values that count, or that did until they were lost. */
class LineageTest {
    private static final JobId JOB = new JobId("job");
    private static final NodeId NODE = new NodeId("n");
    private static final Value VALUE = new Value.Stored(NODE, 1_000_000, 7, Value.NO_LIST);
    private static final int LEFT = 0;
    private static final int RIGHT = 1;
    private static final int READER = 2;
    private static final Fence FIRST = new Fence(1, 9);
    private static final Fence SECOND = new Fence(1, 12);
    private static final Fence THIRD = new Fence(2, 1);

    private final Ledger ledger = new Ledger();
    private final JobPlan job;

    LineageTest() {
        var dag = Dag.named("join");
        var left = dag.task("left", () -> "l");
        var right = dag.task("right", () -> "r");
        dag.task("reader", left, right, (String one, String other) -> one + other);
        apply(new Fact.TermBegun(1));
        apply(new JobEvent.JobAccepted(JOB, dag.compile(new PlainEncoder()), JobOptions.DEFAULTS, 1));
        job = new JobPlan(ledger.job(JOB), true, 1, new Shares(PlannerSettings.DEFAULTS), new Company(null));
    }

    private void apply(Fact fact) {
        ledger.apply(fact, JobLedger.Changes.IGNORED);
    }

    private void succeed(int task, Fence fence) {
        apply(new JobEvent.TaskSucceeded(JOB, task, NODE, 1, fence, VALUE, 10, 1));
    }

    private void lose(int task) {
        apply(new JobEvent.ValueLost(JOB, task, 1));
    }

    private boolean isKnown(Fence left, Fence right) {
        return Lineage.isKnown(job, READER, Grounds.of(0, left) + Grounds.of(1, right));
    }

    @Test
    void theValuesThatTheLedgerHasAreKnown() {
        succeed(LEFT, FIRST);
        succeed(RIGHT, SECOND);

        assertThat(isKnown(FIRST, SECOND)).isTrue();
    }

    @Test
    void aValueOfTheSameTaskByAnotherAttemptIsNot() {
        succeed(LEFT, FIRST);
        succeed(RIGHT, SECOND);

        assertThat(isKnown(THIRD, SECOND)).isFalse();
        assertThat(isKnown(FIRST, THIRD)).isFalse();
        assertThat(isKnown(SECOND, FIRST)).isFalse();
        assertThat(Lineage.isKnown(job, READER, Grounds.NONE)).isFalse();
    }

    @Test
    void aValueThatCountedUntilItWasLostStillDoes() {
        succeed(LEFT, FIRST);
        succeed(RIGHT, SECOND);
        lose(LEFT);

        assertThat(isKnown(FIRST, SECOND)).isTrue();

        succeed(LEFT, THIRD);

        assertThat(isKnown(FIRST, SECOND)).isTrue();
        assertThat(isKnown(THIRD, SECOND)).isTrue();
        assertThat(isKnown(THIRD, FIRST)).isFalse();
    }

    @Test
    void aTaskThatNeverSucceededHasNoValueToKnow() {
        succeed(LEFT, FIRST);

        assertThat(isKnown(FIRST, SECOND)).isFalse();
    }

    @Test
    void aCheckpointKeepsWhoMadeWhat() {
        succeed(LEFT, FIRST);
        succeed(RIGHT, SECOND);

        var restored = Ledger.restore(ledger.facts(), ledger.factCount());

        assertThat(List.of(restored.job(JOB).fence(LEFT), restored.job(JOB).fence(RIGHT)))
                .containsExactly(FIRST, SECOND);
    }
}
