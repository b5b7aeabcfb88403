package dev.sampo.http.picture;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.job.Failure;
import dev.sampo.job.JobEvent;
import dev.sampo.job.JobId;
import dev.sampo.job.NodeId;
import org.junit.jupiter.api.Test;

/** What is kept of events. */
class SketchTest {
    @Test
    void aFailureIsKeptWithoutItsTrace() {
        var failure = new Failure(Failure.Kind.THREW, "Oops", "too salty", "at mill".repeat(1_000));
        var failed = new JobEvent.AttemptFailed(new JobId("job"), 3, new NodeId("n1"), 2, failure, 40, 5, 60);
        assertThat(Sketch.light(failed))
                .isEqualTo(new JobEvent.AttemptFailed(
                        new JobId("job"), 3, new NodeId("n1"), 2, failure.traced(""), 40, 5, 60));
    }
}
