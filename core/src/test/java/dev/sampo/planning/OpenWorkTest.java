package dev.sampo.planning;

import static dev.sampo.resource.Resources.cpus;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampo.dag.Dag;
import dev.sampo.job.JobId;
import dev.sampo.job.JobOptions;
import dev.sampo.resource.Quota;
import dev.sampo.tenant.TenantSettings;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** No more is accepted than may be unfinished. */
class OpenWorkTest {
    private final Rig rig = new Rig(PlannerSettings.DEFAULTS.tenants(Map.of(
                    "guests", new TenantSettings(1, Quota.NONE, 2, 10),
                    "small", new TenantSettings(1, Quota.NONE, 9, 3))))
            .with("n", cpus(1));

    private static Dag dag(int tasks) {
        var dag = Dag.named("dag");
        for (int i = 0; i < tasks; i++) {
            dag.task("t" + i, () -> 1);
        }
        return dag;
    }

    private Answer submit(String id, String tenant, int tasks) {
        return rig.submit(new JobId(id), dag(tasks), JobOptions.DEFAULTS.tenant(tenant));
    }

    @Test
    void aTenantHasSoManyUnfinishedJobsAtMostAndOthersHaveTheirs() {
        submit("a", "guests", 1);
        submit("b", "guests", 1);
        assertThat(submit("c", "guests", 1))
                .isEqualTo(new Answer.Busy(
                        new JobId("c"), "tenant guests has as many unfinished jobs as it may: 2", 1_000));
        assertThat(submit("d", "others", 1)).isInstanceOf(Answer.Accepted.class);
        assertThat(submit("a", "guests", 1)).isEqualTo(new Answer.Accepted(new JobId("a"), true));

        rig.runAll();
        assertThat(submit("c", "guests", 1)).isInstanceOf(Answer.Accepted.class);
    }

    @Test
    void theTasksOfItsJobsCountTogether() {
        submit("a", "small", 2);
        assertThat(((Answer.Busy) submit("b", "small", 2)).why())
                .isEqualTo("tenant small has 2 unfinished tasks, and with 2 more would have more than it may: 3");
        assertThat(submit("b", "small", 1)).isInstanceOf(Answer.Accepted.class);
    }

    @Test
    void aSchedulerThatTakesOverCountsWhatIsThere() {
        submit("a", "guests", 1);
        submit("b", "guests", 1);
        rig.failOver(0);
        assertThat(submit("c", "guests", 1)).isInstanceOf(Answer.Busy.class);
    }

    @Test
    void aLimitOfNothingIsRefused() {
        assertThatThrownBy(() -> new TenantSettings(1, Quota.NONE, 0, 1)).hasMessageContaining("open-jobs-max=0");
    }
}
