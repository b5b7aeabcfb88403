package dev.sampo.actors.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.actors.body.Audible;
import dev.sampo.actors.body.RunningBody;
import dev.sampo.job.Attempt;
import dev.sampo.job.Fence;
import dev.sampo.job.JobId;
import dev.sampo.job.NodeId;
import dev.sampo.resource.Resources;
import dev.sampo.wire.Chunk;
import dev.sampo.wire.OutputTold;
import dev.sampo.wire.ToWorker;
import dev.sampo.worker.Action;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is kept of those that have ended is heard for a while, and does not fill the node. */
class OutputsTest {
    private static final JobId JOB = new JobId("job");

    private final List<RunningBody> running = new ArrayList<>();
    private long now;
    private final Outputs outputs = new Outputs(running, () -> now);

    private record Says(String text, long bytes) implements Audible {
        @Override
        public Chunk stdout(long from, int max) {
            return Chunk.of(text.getBytes(), (int) from);
        }

        @Override
        public Chunk stderr(long from, int max) {
            return Chunk.of(new byte[0], 0);
        }
    }

    private static RunningBody body(int task, int attempt) {
        var which = new Attempt(JOB, task, attempt, new Fence(1, 1));
        var run =
                new Action.Run(task, which, null, task, Action.Run.NO_ELEMENT, List.of(), Resources.cpus(1), Map.of());
        return new RunningBody(run, new NodeId("n"), null, limit -> null);
    }

    private void ends(int task, long bytes) {
        RunningBody body = body(task, 1);
        body.speaks(new Says("heard", bytes));
        outputs.ended(body);
    }

    private OutputTold told(int task, int attempt, long from) {
        return outputs.of(new ToWorker.AskOutput(JOB, task, attempt, from, 0, null));
    }

    @Test
    void theRestOfOneThatHasEndedIsHeardUntilItIsOld() {
        ends(3, 100);
        OutputTold rest = told(3, 1, 2);
        assertThat(rest.isOver()).isTrue();
        assertThat(new String(rest.stdout().bytes())).isEqualTo("ard");
        assertThat(told(3, 2, 0)).isEqualTo(OutputTold.NOTHING);
        now = 121_000_000_000L;
        assertThat(told(3, 1, 2)).isEqualTo(OutputTold.NOTHING);
    }

    @Test
    void ofManyLargeOnesTheLastAreKept() {
        for (int task = 0; task < 60; task++) {
            ends(task, 128 << 10);
        }
        assertThat(told(59, 1, 0).attempt()).isEqualTo(1);
        assertThat(told(28, 1, 0).attempt()).isEqualTo(1);
        assertThat(told(27, 1, 0)).isEqualTo(OutputTold.NOTHING);
    }

    @Test
    void oneThatRunsAndSaysNothingIsToldFromOneThatIsNotThere() {
        running.add(body(5, 1));
        assertThat(told(5, 0, 0)).isEqualTo(OutputTold.MUTE);
        assertThat(told(6, 0, 0)).isEqualTo(OutputTold.NOTHING);
    }
}
