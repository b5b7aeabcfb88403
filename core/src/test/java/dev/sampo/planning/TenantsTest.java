package dev.sampo.planning;

import static dev.sampo.resource.Resources.cpus;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.dag.Body0;
import dev.sampo.dag.Dag;
import dev.sampo.job.JobId;
import dev.sampo.job.JobOptions;
import dev.sampo.resource.Quota;
import dev.sampo.resource.Resources;
import dev.sampo.tenant.TenantSettings;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Whose turn it is when there is not enough for all. */
class TenantsTest {
    private static final Body0<Integer> BODY = () -> 1;
    /** So long that nothing is queued behind such tasks. */
    private static final long LONG = 1_000_000;

    private static Rig rig() {
        return new Rig(PlannerSettings.DEFAULTS.tenants(Map.of(
                "heavy", new TenantSettings(3, Quota.NONE),
                "limited", new TenantSettings(5, Quota.NONE.cpus(2)))));
    }

    private static void submit(Rig rig, String job, int tasks, Resources needs, JobOptions options) {
        var dag = Dag.named(job);
        for (int i = 0; i < tasks; i++) {
            dag.task(job + "-" + i, BODY).needs(needs);
        }
        rig.submit(new JobId(job), dag, options);
    }

    private static void submit(Rig rig, String job, int tasks, JobOptions options) {
        submit(rig, job, tasks, cpus(1), options);
    }

    private static JobOptions of(String tenant) {
        return JobOptions.DEFAULTS.tenant(tenant);
    }

    private static Map<String, Integer> jobsRunning(Rig rig, String node) {
        var running = new TreeMap<String, Integer>();
        rig.running(node).forEach(task -> running.merge(task.substring(0, task.indexOf('-')), 1, Integer::sum));
        return running;
    }

    /** The longest running task ends, again and again. */
    private static void runOn(Rig rig, String node, int ends) {
        for (int i = 0; i < ends; i++) {
            List<String> running = rig.started(node);
            rig.succeedAfter(node, running.get(0), LONG);
        }
    }

    @Test
    void aJobOfOneTaskDoesNotWaitForAllOfAWideJob() {
        var rig = rig().with("n", cpus(2));
        submit(rig, "wide", 50, JobOptions.DEFAULTS);
        submit(rig, "small", 1, JobOptions.DEFAULTS);

        runOn(rig, "n", 1);

        assertThat(rig.running("n")).contains("small-0");
    }

    @Test
    void jobsOfOneTenantShareEvenlyHoweverLongTheirTasksTake() {
        var rig = rig().with("n", cpus(4));
        submit(rig, "slow", 50, JobOptions.DEFAULTS);
        submit(rig, "quick", 50, JobOptions.DEFAULTS);

        runOn(rig, "n", 2);
        for (int i = 0; i < 10; i++) {
            String quick = rig.started("n").stream()
                    .filter(task -> task.startsWith("quick"))
                    .findFirst()
                    .orElseThrow();
            rig.succeedAfter("n", quick, LONG);
            assertThat(jobsRunning(rig, "n")).isEqualTo(Map.of("quick", 2, "slow", 2));
        }
    }

    @Test
    void tenantsShareByWeightHoweverManyJobsTheyHave() {
        var rig = rig().with("n", cpus(8));
        for (int i = 0; i < 5; i++) {
            submit(rig, "light" + i, 20, of("light"));
        }
        submit(rig, "heavy", 100, of("heavy"));

        runOn(rig, "n", 8);
        for (int i = 0; i < 40; i++) {
            runOn(rig, "n", 1);
            assertThat(jobsRunning(rig, "n")).containsEntry("heavy", 6);
        }
    }

    @Test
    void whatATenantHoldsTheMostOfIsItsShare() {
        var rig = rig().with("n", cpus(12).gpus(4));
        submit(rig, "cpus", 50, cpus(1), of("one"));
        submit(rig, "gpus", 50, cpus(1).gpus(1), of("two"));

        runOn(rig, "n", 12);

        // Three cpus are as much of all cpus as one gpu is of all gpus.
        assertThat(jobsRunning(rig, "n")).isEqualTo(Map.of("cpus", 9, "gpus", 3));
    }

    @Test
    void nobodyIsHeldBackWhileThereIsRoom() {
        var rig = rig().with("n", cpus(8));
        submit(rig, "heavy", 1, of("heavy"));
        submit(rig, "light", 50, of("light"));

        assertThat(jobsRunning(rig, "n")).isEqualTo(Map.of("heavy", 1, "light", 7));
    }

    @Test
    void aMoreUrgentJobGoesBeforeWhoeverHoldsLess() {
        var rig = rig().with("n", cpus(2));
        submit(rig, "urgent", 10, of("heavy").priority(1));
        submit(rig, "other", 10, of("light"));

        runOn(rig, "n", 4);

        assertThat(jobsRunning(rig, "n")).isEqualTo(Map.of("urgent", 2));
    }

    @Test
    void ofOneTenantsJobsTheOneWantedFirstGoesFirst() {
        var rig = rig().with("n", cpus(2));
        submit(rig, "whenever", 10, JobOptions.DEFAULTS);
        submit(rig, "later", 10, JobOptions.DEFAULTS.deadline(2_000));
        submit(rig, "soon", 10, JobOptions.DEFAULTS.deadline(1_000));

        runOn(rig, "n", 4);

        assertThat(jobsRunning(rig, "n")).isEqualTo(Map.of("soon", 2));
    }

    @Test
    void theShareOfATenantIsKnownAfterAFailover() {
        var rig = rig().with("n", cpus(8));
        submit(rig, "light", 100, of("light"));
        submit(rig, "heavy", 100, of("heavy"));
        runOn(rig, "n", 8);

        rig.failOver(0);
        rig.advance(PlannerSettings.DEFAULTS.settleMillis());
        for (int i = 0; i < 20; i++) {
            runOn(rig, "n", 1);
        }

        assertThat(jobsRunning(rig, "n")).isEqualTo(Map.of("heavy", 6, "light", 2));
    }

    @Test
    void aTenantHoldsNoMoreThanItsQuotaThoughThereIsRoom() {
        var rig = rig().with("n", cpus(8));
        submit(rig, "many", 20, of("limited"));
        assertThat(jobsRunning(rig, "n")).isEqualTo(Map.of("many", 2));
        assertThat(rig.explain(new JobId("many"), 5).summary())
                .contains("its tenant limited holds cpus=2 of the cpus=2 it may");

        submit(rig, "other", 3, of("light"));
        assertThat(jobsRunning(rig, "n")).isEqualTo(Map.of("many", 2, "other", 3));

        for (int i = 0; i < 12; i++) {
            runOn(rig, "n", 1);
            assertThat(jobsRunning(rig, "n").getOrDefault("many", 0)).isLessThanOrEqualTo(2);
        }
    }

    @Test
    void aTaskBeyondTheQuotaOfItsTenantIsRefusedAtOnce() {
        var rig = rig().with("n", cpus(8));
        var dag = Dag.named("large");
        dag.task("a", BODY).needs(cpus(3));

        var answer = (Answer.Rejected) rig.submit(new JobId("large"), dag, of("limited"));

        assertThat(answer.problems().toString())
                .contains("needs cpus=3, more than the cpus=2 that its tenant limited may hold");
    }

    @Test
    void theOnesThatGoFirstAreCountedAsAhead() {
        var rig = rig().with("n", cpus(1));
        submit(rig, "first", 10, JobOptions.DEFAULTS);
        submit(rig, "second", 10, JobOptions.DEFAULTS);

        // One of the first job runs; then it is one of the second, one of the first, and so on.
        assertThat(rig.explain(new JobId("second"), 0).position()).isEqualTo(1);
        assertThat(rig.explain(new JobId("second"), 4).position()).isBetween(7, 10);
    }
}
