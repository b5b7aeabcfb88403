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
import dev.sampo.job.Reason;
import dev.sampo.job.Reasons;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Optional;

/** A sample of everything that a journal holds. */
final class FactSamples {
    private static final JobEvent.TaskSucceeded SUCCESS =
            new JobEvent.TaskSucceeded(JOB, 4, NODE, 2, FENCE, SMALL, 1_234, AT);

    private FactSamples() {}

    private static Reason reason(long at, Fence fence, int first, int count, Optional<Reason.Next> next) {
        var refused = new EnumMap<Reason.Against, Integer>(Reason.Against.class);
        for (Reason.Against against : Reason.Against.values()) {
            refused.put(against, against.ordinal() + 1);
        }
        return new Reason(at, fence, count - 1, first, count, NODE.value(), "load-balanced", 1, next, 200, refused);
    }

    /** One for each edge there is, which pins their places, and at last one alone. */
    private static List<Reason> withEach(Reason.Edge... edges) {
        var reasons = new ArrayList<Reason>();
        for (Reason.Edge edge : edges) {
            var next = new Reason.Next(PEER.value(), edge, -0.5f, 1);
            reasons.add(reason(AT, FENCE, 3 * reasons.size(), 3, Optional.of(next)));
        }
        reasons.add(reason(AT + 70, new Fence(FENCE.term() + 1, 1), 100, 1, Optional.empty()));
        return reasons;
    }

    private static byte[] reasons() {
        return Reasons.of(withEach(Reason.Edge.values())).bytes();
    }

    private static byte[] oneMore() {
        Reasons before = Reasons.of(withEach());
        return before.encoded(reason(AT + 80, new Fence(FENCE.term() + 1, 2), 101, 1, Optional.empty()));
    }

    static List<Samples.Sample> all() {
        List<Fact> each = List.of(
                new Fact.TermBegun(Long.MAX_VALUE),
                BreakerSamples.FACT,
                new Fact.JarPiece(DIGEST, 7, 4, new byte[] {1, 2, 3}),
                new Fact.Placed(JOB, reasons()),
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
                Fact.Placed.class,
                "after-a-success",
                new Facts(List.of(SUCCESS, new Fact.Placed(JOB, oneMore())), 14)));
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
