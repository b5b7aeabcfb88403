package dev.sampo.wire;

import static dev.sampo.wire.Samples.ASKING;
import static dev.sampo.wire.Samples.AT;
import static dev.sampo.wire.Samples.BLUEPRINT;
import static dev.sampo.wire.Samples.DIGEST;
import static dev.sampo.wire.Samples.FAILURE;
import static dev.sampo.wire.Samples.FENCE;
import static dev.sampo.wire.Samples.JOB;
import static dev.sampo.wire.Samples.LARGE;
import static dev.sampo.wire.Samples.NODE;
import static dev.sampo.wire.Samples.OTHER;
import static dev.sampo.wire.Samples.PEER;
import static dev.sampo.wire.Samples.SMALL;

import dev.sampo.job.Experience;
import dev.sampo.job.Fact;
import dev.sampo.job.Fence;
import dev.sampo.job.JobEvent;
import dev.sampo.job.JobOptions;
import dev.sampo.job.JobStatus;
import dev.sampo.job.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A sample of everything that a journal holds. */
final class FactSamples {
    private FactSamples() {}

    static List<Samples.Sample> all() {
        List<Fact> each = List.of(
                new Fact.TermBegun(Long.MAX_VALUE),
                BreakerSamples.FACT,
                new Fact.JarPiece(DIGEST, 7, 4, new byte[] {1, 2, 3}),
                new Fact.Experienced(List.of(new Fact.Experienced.Kind(
                        "dag",
                        "task",
                        new long[] {1, 2_000_000, Long.MAX_VALUE},
                        new long[] {0, 5_000_000_000L},
                        new Experience.Lesson(4L << 30, true)))),
                new JobEvent.JobAccepted(
                        JOB,
                        BLUEPRINT,
                        new JobOptions(
                                -3,
                                Optional.of(NODE),
                                Integer.MAX_VALUE,
                                "a",
                                JobOptions.WHENEVER,
                                Optional.empty(),
                                JobOptions.PLAN_MILLIS_MAX),
                        AT),
                new JobEvent.TasksAdded(JOB, 4, BLUEPRINT, Outcome.Growth.NO_RESULT, AT),
                new JobEvent.TaskSucceeded(JOB, 4, NODE, 2, FENCE, SMALL, 1_234, AT),
                new JobEvent.AttemptFailed(JOB, 4, NODE, 1, FAILURE, AT + 200, 4L << 30, AT),
                new JobEvent.AttemptLost(JOB, 4, PEER, 3, AT),
                new JobEvent.AloneBegun(JOB, 4, PEER, 1_795_000_000L, 3, AT),
                new JobEvent.NodeDied(JOB, 4, PEER, 3, AT),
                new JobEvent.AttemptVoted(JOB, 4, PEER, 3, new Fence(7, 41), DIGEST, 1_234_567, AT),
                new JobEvent.CopyBegun(JOB, 4, PEER, 3, new Fence(7, 41), 12_345, 2_100, AT),
                new JobEvent.AttemptDropped(JOB, 4, PEER, 3, new Fence(7, 41), "E: boom", AT),
                new JobEvent.NodeOutvoted(JOB, 4, PEER, AT),
                new JobEvent.ValueLost(JOB, 0, Long.MIN_VALUE),
                new JobEvent.AttemptReturned(JOB, 4, PEER, 3, AT),
                new JobEvent.ValueMoved(JOB, 4, PEER, AT),
                new JobEvent.TaskInherited(JOB, 3, OTHER, FENCE, LARGE, AT),
                new JobEvent.JobPaused(JOB, AT),
                new JobEvent.JobResumed(JOB, AT),
                new JobEvent.CancelRequested(JOB, "", AT),
                new JobEvent.JobEnded(JOB, JobStatus.SUCCEEDED, "", AT),
                new JobEvent.JobForgotten(JOB, AT));
        var samples = new ArrayList<Samples.Sample>();
        each.forEach(fact -> samples.add(Samples.of(fact.getClass(), "", new Facts(List.of(fact), 12))));
        samples.add(Samples.of(
                JobEvent.AttemptFailed.class,
                "for-good",
                new Facts(List.of(new JobEvent.AttemptFailed(JOB, 4, NODE, 1, FAILURE, -1, AT)), 13)));
        samples.add(Samples.of(
                JobEvent.AttemptFailed.class,
                "asking",
                new Facts(List.of(new JobEvent.AttemptFailed(JOB, 4, NODE, 1, ASKING, AT + 33_000, AT)), 13)));
        samples.add(Samples.of(Facts.class, "", new Facts(each, Long.MAX_VALUE)));
        samples.add(Samples.of(Facts.class, "none", new Facts(List.of(), 0)));
        return samples;
    }
}
