package dev.sampo.planning;

import static dev.sampo.resource.Resources.cpus;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.dag.Dag;
import dev.sampo.job.JobId;
import dev.sampo.job.JobLedger;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/** What is over does not stay: neither in the ledger nor anywhere else in the planner. */
class RetentionTest {
    private static final int JOBS = 200;
    private static final int KEPT = 5;

    private final Rig rig = new Rig(RigSettings.retaining(KEPT));

    private static Dag dag() {
        var dag = Dag.named("small");
        var a = dag.task("a", () -> 1).timeout(Duration.ofHours(10));
        dag.task("b", a, (Integer x) -> x);
        return dag;
    }

    @Test
    void ofJobsThatAreOverOnlyTheLastFewStayInMemory() {
        rig.with("n1", cpus(1)).with("n2", cpus(1));
        var ledgers = new ArrayList<WeakReference<JobLedger>>();
        for (int i = 0; i < JOBS; i++) {
            var id = new JobId("job-" + i);
            rig.submit(id, dag());
            ledgers.add(new WeakReference<>(rig.ledger().job(id)));
            rig.runAll();
            rig.advance(100);
        }
        rig.advance(1_000);

        assertThat(rig.ledger().jobs()).hasSize(KEPT);
        for (int i = 0; i < 50 && held(ledgers) > KEPT; i++) {
            System.gc();
        }
        assertThat(held(ledgers)).isLessThanOrEqualTo(KEPT);
    }

    private static long held(ArrayList<WeakReference<JobLedger>> ledgers) {
        return ledgers.stream().filter(ledger -> ledger.get() != null).count();
    }

    @Test
    void aJobIsForgottenWhenItsTimeIsOver() {
        rig.with("n1", cpus(1));
        rig.submit(new JobId("first"), dag());
        rig.runAll();
        rig.advance(1_800_000);
        rig.submit(new JobId("second"), dag());
        rig.runAll();
        rig.advance(1_900_000);
        assertThat(rig.ledger().jobs()).extracting(JobLedger::id).containsExactly(new JobId("second"));
        rig.advance(1_800_000);
        assertThat(rig.ledger().jobs()).isEmpty();
    }
}
