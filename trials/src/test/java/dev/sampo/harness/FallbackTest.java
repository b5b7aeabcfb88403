package dev.sampo.harness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.Sampo;
import dev.sampo.SubmitOptions;
import dev.sampo.dag.Dag;
import dev.sampo.job.JobEvent;
import dev.sampo.job.JobStatus;
import dev.sampo.planning.JobSummary;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A coordinator and a client, but nobody whose task it is to run tasks. */
class FallbackTest {
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final SubmitOptions HERE_IF_NEED_BE = SubmitOptions.DEFAULTS.fallbackToLocal();

    @RegisterExtension
    static final SampoCluster cluster = SampoCluster.of(ClusterSpec.inProcess(1)
            .nodes(node -> node.roles("coordinator").set("sampo.planner.fallback-after", "1s")));

    @Test
    void aJobThatAsksForItRunsWhereItWasSubmittedAndSaysSo() {
        Sampo client = cluster.client();
        var dag = Dag.named("here");
        var where = dag.task("where", context -> context.node());
        var large = dag.task("large", where, node -> node.repeat(10_000));
        var job = client.submit(dag, HERE_IF_NEED_BE);

        assertThat(job.await(where, LIMIT)).isEqualTo(client.node());
        assertThat(job.await(large, LIMIT)).isEqualTo(client.node().repeat(10_000));
        assertThat(job.ended().toCompletableFuture()).succeedsWithin(LIMIT).isEqualTo(JobStatus.SUCCEEDED);
        assertThat(job.status().ranLocally()).contains(new JobSummary.RanLocally(client.node(), 2));
        assertThat(job.status().ranLocally().orElseThrow())
                .hasToString("2 tasks ran on " + client.node() + ", where it was submitted (no worker was there)");
        assertThat(job.events())
                .filteredOn(JobEvent.TaskSucceeded.class::isInstance)
                .allSatisfy(event -> assertThat(
                                ((JobEvent.TaskSucceeded) event).node().value())
                        .isEqualTo(client.node()));
        assertThat(client.nodes()).noneMatch(node -> node.presence().roles().contains("worker"));
    }

    @Test
    void aJobThatDoesNotAskForItWaitsAndSaysWhy() {
        Sampo client = cluster.client();
        var dag = Dag.named("elsewhere");
        var task = dag.task("task", context -> context.node());
        var job = client.submit(dag);
        var other = Dag.named("here");
        var where = other.task("where", context -> context.node());

        assertThat(client.submit(other, HERE_IF_NEED_BE).await(where, LIMIT)).isEqualTo(client.node());
        assertThat(job.explain(task).summary()).isEqualTo("is ready, but no worker is there");
        assertThat(job.status().ranLocally()).isEmpty();
        job.cancel("seen enough");
    }
}
