package dev.sampo.planning;

import dev.sampo.dag.Problem;
import dev.sampo.job.BreakerName;
import dev.sampo.job.Failure;
import dev.sampo.job.JobEvent;
import dev.sampo.job.JobId;
import dev.sampo.job.JobStatus;
import dev.sampo.job.Value;
import dev.sampo.resilience.Forced;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What a client is told; held back until the facts it rests on are durable. */
public sealed interface Answer {

    /** @param existing the same job with the same content was there already */
    record Accepted(JobId job, boolean existing) implements Answer {}

    record Rejected(JobId job, List<Problem> problems) implements Answer {}

    record NoSuchJob(JobId job) implements Answer {}

    /** As much is unfinished, or being asked, as may be; nothing was recorded. */
    record Busy(JobId job, String why, long retryAfterMillis) implements Answer {}

    /** The journal refused the facts of it; nothing was recorded. */
    record NotWritten(JobId job, String why) implements Answer {}

    record Cancelling(JobId job, JobStatus status) implements Answer {}

    /** Where a job stands that was to be paused or resumed; one that has ended, or is being cancelled, is left as it is. */
    record Steered(JobId job, JobStatus status) implements Answer {}

    record Status(JobSummary summary) implements Answer {}

    record Jobs(List<JobSummary> summaries) implements Answer {}

    record TaskValue(JobId job, int task, Value value) implements Answer {}

    /** The value of an {@code each}: those of {@code count} tasks from {@code firstTask} on, to be asked for in pages. */
    record TaskElements(JobId job, int task, int firstTask, int count) implements Answer {}

    record TaskFailed(JobId job, String task, int number, String node, Failure failure) implements Answer {}

    /** The job ended before the task had a value. */
    record JobOver(JobId job, JobStatus status, String reason) implements Answer {}

    record Values(JobId job, int firstTask, List<Value> values) implements Answer {}

    /** @param next the sequence number to go on from; events end for good when {@code last} */
    record Events(JobId job, long fromSequence, List<JobEvent> events, long next, boolean last) implements Answer {
        /** Whether no more of them had room, of at most so many: otherwise these are all that there were. */
        public boolean isCut(int max) {
            return events.size() >= max || Waiters.isFull(events);
        }
    }

    /** @param next what to ask on from; empty when these are the last */
    record Breakers(List<BreakerEntry> entries, Optional<BreakerName> next) implements Answer {}

    /** The breaker is as it was to be. */
    record BreakerSet(BreakerName breaker, Forced.To to) implements Answer {}

    /** It is not, and nothing was recorded. */
    record BreakerNotSet(BreakerName breaker, String why) implements Answer {}

    record Explained(Explanation explanation) implements Answer {}

    /**
     * @param total how many tasks the job has by now, asked for or not
     * @param next the number to go on from; the total when these were the last
     */
    record Tasks(JobId job, int total, List<TaskSummary> tasks, int next) implements Answer {}

    /**
     * To a partition: so many it may hold, by the maximum that its tasks name.
     *
     * @param term that of the partition which is told; an earlier one of it counts its stakes by the same numbers
     * @param number of the stake that this answers
     */
    record Allotted(String key, long term, long number, long ownerTerm, Map<Integer, Integer> parts) implements Answer {
        public Allotted {
            parts = Collections.unmodifiableMap(new TreeMap<>(parts));
        }
    }

    /** To the owner of a limit: what it reckons with from now on. */
    record Recounted(Stake stake) implements Answer {}

    /**
     * To a partition: so much of what it has learned is known.
     *
     * @param partition the one that knows it
     * @param byTerm the term of that one
     * @param term of the partition that is told; with {@code number} the last lore that was heard
     */
    record Heard(int partition, long byTerm, long term, long number) implements Answer {}

    record JobExplained(JobExplanation explanation) implements Answer {}
}
