package dev.sampo.actors.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.actors.body.Awaited;
import dev.sampo.actors.body.RunningBody;
import dev.sampo.dag.Blueprint;
import dev.sampo.job.Attempt;
import dev.sampo.job.Fence;
import dev.sampo.job.JobId;
import dev.sampo.job.NodeId;
import dev.sampo.membership.NodeLoad;
import dev.sampo.resource.Resources;
import dev.sampo.wire.ProgressTold;
import dev.sampo.wire.ToWorker;
import dev.sampo.worker.Action;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProgressTest {
    private static final JobId JOB = new JobId("job");
    private static final Blueprint NONE = null;

    private final List<RunningBody> running = new ArrayList<>();
    private final Progress progress = new Progress(running);

    private RunningBody begun(int task, int attempt) {
        var which = new Attempt(JOB, task, attempt, new Fence(1, 1));
        var run =
                new Action.Run(task, which, NONE, task, Action.Run.NO_ELEMENT, List.of(), Resources.cpus(1), Map.of());
        var body = new RunningBody(run, new NodeId("n"), null, limit -> null);
        running.add(body);
        return body;
    }

    private ProgressTold told(int task) {
        return progress.of(new ToWorker.AskProgress(JOB, task, null));
    }

    @Test
    void whatABodySaysOfItselfIsTold() {
        RunningBody body = begun(3, 2);
        assertThat(told(3).attempt()).isEqualTo(2);
        assertThat(told(3).words()).isEmpty();

        body.progress(0, "reading");
        assertThat(told(3).words()).isEqualTo("says: reading");
        body.progress(0.424, "writing");
        assertThat(told(3).words()).isEqualTo("says that it is 42 % done: writing");
        body.progress(1, null);
        assertThat(told(3).words()).isEqualTo("says that it is 100 % done");
        body.progress(1, "x".repeat(5_000));
        assertThat(told(3).words()).hasSizeLessThan(1_010).endsWith("x..");

        assertThat(told(4)).isEqualTo(ProgressTold.NOTHING);
    }

    @Test
    void howOthersDoItIsToldBeforeWhatTheySay() {
        RunningBody body = begun(3, 1);
        body.awaits(() -> new Awaited("", 0, "is with them"));
        assertThat(told(3).words()).isEqualTo("is with them");
        body.progress(0.5, "half");
        assertThat(told(3).words()).isEqualTo("is with them, and says that it is 50 % done: half");
        assertThat(progress.awaits()).isEmpty();
    }

    @Test
    void thoseThatWaitForTheSameAreCounted() {
        begun(1, 1).awaits(() -> new Awaited("a worker", 10, "waits for a worker"));
        begun(2, 1).awaits(() -> new Awaited("a worker", 30, "waits for a worker"));
        begun(3, 1).awaits(() -> new Awaited("a boat", 20, "waits for a boat"));
        begun(4, 1);

        assertThat(progress.awaits())
                .containsExactly(
                        new NodeLoad.Awaited(JOB, "a worker", 2, 30), new NodeLoad.Awaited(JOB, "a boat", 1, 20));
    }
}
