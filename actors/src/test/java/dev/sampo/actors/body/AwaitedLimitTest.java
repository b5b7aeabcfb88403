package dev.sampo.actors.body;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.actors.limit.Limits;
import dev.sampo.job.Attempt;
import dev.sampo.job.Fence;
import dev.sampo.job.JobId;
import dev.sampo.job.NodeId;
import dev.sampo.resilience.limit.Algorithm;
import dev.sampo.resilience.limit.LimitSettings;
import dev.sampo.resilience.limit.Rate;
import dev.sampo.resource.Resources;
import dev.sampo.worker.Action;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** Who asks what a body is about hears that it waits for a limit, and for which. */
class AwaitedLimitTest {
    private final Limits limits = new Limits(
            List.of(LimitSettings.of("mail", Algorithm.TOKEN_BUCKET, Rate.parse("1 per hour"), 3)),
            false,
            Runnable::run);

    private final RunningBody body = new RunningBody(
            new Action.Run(
                    1,
                    new Attempt(new JobId("job"), 1, 1, new Fence(1, 1)),
                    null,
                    1,
                    Action.Run.NO_ELEMENT,
                    List.of(),
                    Resources.cpus(1),
                    Map.of()),
            new NodeId("n"),
            null,
            limits::of);

    @Test
    void aBodyThatWaitsSaysForWhatAndAfterwardsWhatItSaidBefore() throws Exception {
        body.progress(0.5, "half of it");
        body.limit("mail").of("anna").acquire(2);
        assertThat(body.note()).isEqualTo("half of it");

        var waiting = CompletableFuture.supplyAsync(() -> {
            try {
                return body.limit("mail").of("anna").tryAcquire(2, Duration.ofSeconds(2));
            } catch (InterruptedException stopped) {
                throw new IllegalStateException(stopped);
            }
        });
        Awaitility.await().untilAsserted(() -> assertThat(body.note())
                .isEqualTo("waits for 2 permits of limit \"mail\" (1 per hour, burst 3, token-bucket) for \"anna\""));
        assertThat(body.fraction()).isEqualTo(0.5);
        assertThat(waiting.join()).isFalse();
        assertThat(body.note()).isEqualTo("half of it");
    }
}
