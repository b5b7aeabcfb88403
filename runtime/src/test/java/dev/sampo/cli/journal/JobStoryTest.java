package dev.sampo.cli.journal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.typesafe.config.ConfigFactory;
import dev.sampo.Sampo;
import dev.sampo.SubmitOptions;
import dev.sampo.actors.body.UserCode;
import dev.sampo.cli.CommandLineRun;
import dev.sampo.dag.Dag;
import dev.sampo.job.Failure;
import dev.sampo.job.Fence;
import dev.sampo.job.JobEvent;
import dev.sampo.job.JobId;
import dev.sampo.job.JobLedger;
import dev.sampo.job.JobOptions;
import dev.sampo.job.JobStatus;
import dev.sampo.job.Ledger;
import dev.sampo.job.NodeId;
import dev.sampo.job.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JobStoryTest {
    private static final JobId JOB = new JobId("job");
    private static final NodeId DESK = new NodeId("desk");

    @TempDir
    private Path data;

    @Test
    void everyKindOfEventIsTold() {
        var dag = Dag.named("dag");
        dag.task("task", () -> 1);
        var blueprint = dag.compile(UserCode.of(getClass().getClassLoader()).encoder());
        var failure = new Failure(Failure.Kind.THREW, "E", "boom", "");
        var events = List.<JobEvent>of(
                new JobEvent.JobAccepted(JOB, blueprint, JobOptions.DEFAULTS.fallback(DESK), 1),
                new JobEvent.AttemptFailed(JOB, 0, DESK, 1, failure, 5, 2),
                new JobEvent.AttemptLost(JOB, 0, DESK, 2, 3),
                new JobEvent.NodeDied(JOB, 0, DESK, 2, 4),
                new JobEvent.AloneBegun(JOB, 0, DESK, 7, 3, 5),
                new JobEvent.AttemptReturned(JOB, 0, DESK, 3, 6),
                new JobEvent.TaskSucceeded(
                        JOB, 0, DESK, 4, new Fence(1, 1), new Value.Stored(DESK, 20_000, 1, -1), 10, 7),
                new JobEvent.ValueMoved(JOB, 0, new NodeId("worker"), 8),
                new JobEvent.ValueLost(JOB, 0, 9),
                new JobEvent.TasksAdded(JOB, 0, blueprint, -1, 10),
                new JobEvent.TaskInherited(
                        JOB, 0, new JobId("other"), new Fence(1, 1), new Value.Inline(new byte[1], -1), 9),
                new JobEvent.JobPaused(JOB, 10),
                new JobEvent.JobResumed(JOB, 11),
                new JobEvent.CancelRequested(JOB, "enough", 11),
                new JobEvent.JobEnded(JOB, JobStatus.CANCELLED, "enough", 12),
                new JobEvent.JobForgotten(JOB, 13));
        var ledger = new Ledger();
        events.subList(0, events.size() - 1).forEach(event -> ledger.apply(event, JobLedger.Changes.IGNORED));

        var story = JobStory.of("partition", ledger.job(JOB), events);

        assertThat(story.events()).hasSameSizeAs(events);
        assertThat(story.text()).contains("may run on desk, where it was submitted", "1 task ran on desk");
    }

    @Test
    void itSaysWhenAJobRanWhereItWasSubmitted() throws IOException {
        var config = ConfigFactory.parseString("""
                        sampo.node.roles = [coordinator]
                        sampo.planner.fallback-after = 100ms
                        sampo.data = "%s"
                        """.formatted(data)).withFallback(ConfigFactory.load());
        try (Sampo sampo = Sampo.local(config)) {
            var dag = Dag.named("dag");
            var first = dag.task("first", () -> 1);
            var last = dag.task("last", first, one -> one + 1);
            var job = sampo.submit(dag, SubmitOptions.DEFAULTS.id("here").fallbackToLocal());
            assertThat(job.await(last)).isEqualTo(2);
            job.await();
            assertThat(job.status().ranLocally()).isPresent();
        }

        JsonNode here = CommandLineRun.of("journal", "export", "--job", "here", data.toString(), "-o", "json")
                .json();
        assertThat(here.path("ran_locally").path("node").asText()).isEqualTo("local");
        assertThat(here.path("ran_locally").path("tasks").asInt()).isEqualTo(2);
        assertThat(CommandLineRun.of("journal", "export", "--job", "here", data.toString())
                        .out())
                .contains("2 tasks ran on local, where it was submitted (no worker was there)");
    }
}
