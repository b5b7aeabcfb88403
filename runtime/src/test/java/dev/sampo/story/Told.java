package dev.sampo.story;

import dev.sampo.dag.BodyEncoder;
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
import java.util.Set;

/** A job as a test tells it, event by event; times in milliseconds since it was accepted. */
final class Told {
    static final long ACCEPTED_AT = 1_700_000_000_000L;
    private static final JobId JOB = new JobId("told-1");
    private static final Value VALUE = new Value.Inline(new byte[] {1}, 3);

    private final Ledger ledger = new Ledger();
    private long serial;

    Told(Dag dag) {
        take(new JobEvent.JobAccepted(JOB, dag.compile(new Blank()), JobOptions.DEFAULTS, ACCEPTED_AT));
    }

    /** Nothing of it is ever run. */
    private static final class Blank implements BodyEncoder {
        @Override
        public Set<String> packagesOf(Object body) {
            return Set.of();
        }

        @Override
        public byte[] encodeBody(String task, Object body, Set<String> allowed) {
            return new byte[] {1};
        }

        @Override
        public byte[] encodeConstant(String task, Object value, Set<String> allowed, boolean asList) {
            return new byte[] {2};
        }
    }

    private void take(JobEvent event) {
        ledger.apply(event, JobLedger.Changes.IGNORED);
    }

    private int number(String task) {
        JobLedger job = job();
        for (int number = 0; number < job.size(); number++) {
            if (job.nameOf(number).equals(task)) {
                return number;
            }
        }
        throw new IllegalArgumentException("there is no " + task);
    }

    Told succeeds(String task, String node, long from, long to) {
        return succeeds(number(task), node, from, to);
    }

    Told succeeds(int task, String node, long from, long to) {
        Fence fence = new Fence(1, ++serial);
        take(new JobEvent.TaskSucceeded(
                JOB, task, new NodeId(node), 1, fence, VALUE, 1_000 * (to - from), ACCEPTED_AT + to));
        return this;
    }

    Told fails(String task, String node, long at, String why) {
        var failure = new Failure(Failure.Kind.THREW, "java.io.IOException", why, "");
        long again = ACCEPTED_AT + at + 100;
        take(new JobEvent.AttemptFailed(JOB, number(task), new NodeId(node), 1, failure, again, ACCEPTED_AT + at));
        return this;
    }

    Told isLost(String task, String node, long at) {
        take(new JobEvent.AttemptLost(JOB, number(task), new NodeId(node), 1, ACCEPTED_AT + at));
        return this;
    }

    Told isPaused(long from, long to) {
        take(new JobEvent.JobPaused(JOB, ACCEPTED_AT + from));
        take(new JobEvent.JobResumed(JOB, ACCEPTED_AT + to));
        return this;
    }

    Told ends(JobStatus status, String reason, long at) {
        take(new JobEvent.JobEnded(JOB, status, reason, ACCEPTED_AT + at));
        return this;
    }

    JobLedger job() {
        return ledger.job(JOB);
    }

    Chronicle chronicle() {
        return Chronicle.of(job(), ACCEPTED_AT + 1_000_000);
    }
}
