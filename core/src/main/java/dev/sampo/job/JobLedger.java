package dev.sampo.job;

import dev.sampo.dag.Blueprint;
import dev.sampo.dag.Need;
import java.util.Arrays;
import java.util.List;

/**
 * What is true of one job: the sum of its events, in dense arrays indexed by task number.
 *
 * <p>A task number is never reused. The submitted blueprint's tasks come first; expansions of an {@code each} and tasks
 * added by bodies follow as further {@link Stretch}es in the order in which the events made them, so that every replay
 * numbers them alike.
 */
public final class JobLedger implements EventLog.Successes {

    /** Hears what an event led to. */
    public interface Changes {
        /** The last inputs of these tasks have just come. */
        void ready(JobLedger job, int firstTask, int count);

        /** The task has its value, or never will. */
        void ended(JobLedger job, int task);

        /** The task cannot make its value, and another does from now on. */
        void handedOver(JobLedger job, int task);

        /** For replay, where nobody waits. */
        Changes IGNORED = new Changes() {
            @Override
            public void ready(JobLedger job, int firstTask, int count) {}

            @Override
            public void ended(JobLedger job, int task) {}

            @Override
            public void handedOver(JobLedger job, int task) {}
        };
    }

    private final JobId id;
    private final JobEvent.JobAccepted accepted;
    private final Notes notes;
    private final long acceptedIn;
    private final EventLog log;
    private byte[] failures = {};
    private byte[] losses = {};
    private final Tries tries = new Tries();
    private final Makers makers = new Makers();
    private final KeptValues values = new KeptValues();
    private final Reasons reasons = new Reasons();
    private final Flow flow = new Flow(this, values, makers, tries);

    private long failureCount;
    private JobStatus status = JobStatus.RUNNING;
    private String reason = "";
    private long endedAt;

    JobLedger(JobEvent.JobAccepted accepted, long term) {
        this.acceptedIn = term;
        this.id = accepted.job();
        this.accepted = accepted;
        this.notes = new Notes(accepted.options());
        this.log = new EventLog(id, this);
        log.add(accepted);
    }

    /** Numbers the first tasks; apart from the constructor so that whoever listens finds the job in its ledger. */
    void begin(Changes changes) {
        flow.tell(changes);
        flow.append(blueprint());
    }

    void apply(JobEvent event, long term, Changes changes) {
        if (event instanceof JobEvent.ValueMoved moved) {
            move(moved);
            return;
        }
        if (status.isFinal()) {
            return;
        }
        flow.tell(changes);
        notes.take(event);
        if (event instanceof JobEvent.TaskSucceeded success) {
            if (state(success.task()).isFinal()) {
                return;
            }
            values.put(success.task(), success.value());
            makers.made(success.task(), success.fence());
            log.add(event);
            flow.succeed(success.task());
            return;
        }
        log.add(event);
        if (event instanceof JobEvent.TaskInherited inherited) {
            inherit(inherited);
        } else if (event instanceof JobEvent.AttemptFailed failed) {
            fail(failed);
        } else if (event instanceof JobEvent.AttemptLost lost) {
            losses[lost.task()] = (byte) Math.min(Byte.MAX_VALUE, losses[lost.task()] + 1);
        } else if (event instanceof JobEvent.ValueLost lost) {
            flow.lose(lost.task());
        } else if (event instanceof JobEvent.TasksAdded added) {
            flow.grow(added);
        } else if (event instanceof JobEvent.JobPaused) {
            status = status == JobStatus.RUNNING ? JobStatus.PAUSED : status;
        } else if (event instanceof JobEvent.JobResumed) {
            status = status == JobStatus.PAUSED ? JobStatus.RUNNING : status;
        } else if (event instanceof JobEvent.CancelRequested cancel) {
            status = JobStatus.CANCELLING;
            reason = cancel.reason();
        } else if (event instanceof JobEvent.JobEnded ended) {
            status = ended.status();
            reason = ended.reason();
            endedAt = ended.at();
            reasons.rest();
        } else if (!Notes.areAllOf(event)) {
            throw new AssertionError(event);
        }
    }

    private void inherit(JobEvent.TaskInherited inherited) {
        if (state(inherited.task()).isFinal()) {
            return;
        }
        if (inherited.value().isAbsent()) {
            flow.goWithout(inherited.task());
        } else {
            values.put(inherited.task(), inherited.value());
            makers.made(inherited.task(), inherited.fence());
            flow.succeed(inherited.task());
        }
    }

    /** In an ended job too; in a checkpoint the value that was moved may be one that was lost since. */
    private void move(JobEvent.ValueMoved moved) {
        for (int task = moved.task(); task != Blueprint.NO_TASK; task = givenTo(task)) {
            values.moved(task, moved.node());
            makers.moved(task);
        }
        log.add(moved);
    }

    /** The task that has its value from this one, or {@link Blueprint#NO_TASK}. */
    public int givenTo(int task) {
        Integer parent = flow.standIns().parentOf(task);
        return parent != null && flow.standIns().directMakerOf(parent) == task ? parent : Blueprint.NO_TASK;
    }

    private void fail(JobEvent.AttemptFailed failed) {
        int task = failed.task();
        failures[task] = (byte) Math.min(Byte.MAX_VALUE, failures[task] + 1);
        failureCount++;
        tries.note(failed);
        flow.fail(task, failed.retryAt() == JobEvent.AttemptFailed.NO_RETRY);
    }

    /** The wait after a failure is over; derived from time, so no event says it. */
    public void retryDue(int task) {
        flow.retryDue(task);
    }

    /** There are as many tasks now, or will be. */
    void room(int larger) {
        failures = Arrays.copyOf(failures, larger);
        losses = Arrays.copyOf(losses, larger);
        values.room(larger);
        makers.room(larger);
    }

    public JobId id() {
        return id;
    }

    public Blueprint blueprint() {
        return accepted.blueprint();
    }

    public JobOptions options() {
        return accepted.options();
    }

    public Fallback fallback() {
        return notes.fallback();
    }

    public JobStatus status() {
        return status;
    }

    public String reason() {
        return reason;
    }

    public long acceptedAt() {
        return accepted.at();
    }

    public long endedAt() {
        return endedAt;
    }

    /** How many tasks have failed for good whose values the job cannot do without. */
    public int failed() {
        return flow.missed().cardinality();
    }

    /** Whether it is one of those. */
    public boolean isMissed(int task) {
        return flow.missed().get(task);
    }

    /** Whether the job could do without what the task is to make, should it fail for good. */
    public boolean isCovered(int task) {
        return flow.covers(task);
    }

    /** Whether its own attempts have come to nothing for good, although another task may have made its value. */
    public boolean hasFailed(int task) {
        return flow.hasFailed(task);
    }

    /** How many tasks have ended and will have no value. */
    public int withoutValue() {
        return flow.withoutValue();
    }

    /** Whether any task is ready or to be tried again; if not, and none is under way, what is left waits for what has failed. */
    public boolean hasOpenTasks() {
        return flow.open() > 0;
    }

    public long failureCount() {
        return failureCount;
    }

    /** How many task numbers there are by now. */
    public int size() {
        return flow.size();
    }

    /** How many tasks have not ended. */
    public int unfinished() {
        return flow.unfinished();
    }

    /** How many tasks stand there, without looking at each; not to be asked of {@link TaskState#BLOCKED}: the rest. */
    public int count(TaskState state) {
        return flow.count(state);
    }

    public TaskState state(int task) {
        return flow.state(task);
    }

    /** How many inputs the task still waits for; for an expanded each, how many of its elements. */
    public int waiting(int task) {
        return flow.waiting(task);
    }

    public int failures(int task) {
        return failures[task];
    }

    public int losses(int task) {
        return losses[task];
    }

    public Deaths deaths() {
        return notes.deaths();
    }

    public Votes votes() {
        return notes.votes();
    }

    public Copies copies() {
        return notes.copies();
    }

    public Tries tries() {
        return tries;
    }

    /** The value of a finished task; null while it has none, and for an {@code each}, whose elements have them. */
    @Override
    public Value value(int task) {
        return values.get(task);
    }

    /** What its readers get: its value, or that there will be none. */
    public Value given(int task) {
        return state(task).isWithoutValue() ? Value.ABSENT : value(task);
    }

    /** Something the task needs that will never come, or {@link Blueprint#NO_TASK}. */
    public int firstGone(int task) {
        return flow.firstGone(task);
    }

    /** Whether whoever needs this task so is skipped because of it. */
    public boolean isGoneFor(int source, Need need) {
        return flow.isGoneFor(source, need);
    }

    /** Whether the task's value is a large one, kept by a node. */
    public boolean isStored(int task) {
        return values.isStored(task);
    }

    /** Whether added tasks stand in for the values of others. */
    public boolean hasStandIns() {
        return !flow.standIns().isEmpty();
    }

    /** The tasks an {@code each} became; null for other tasks and before it has. */
    public Stretch expansion(int task) {
        return flow.stretches().expansion(task);
    }

    /** Whether a list of so many elements may be the value of the task, as far as it has been mapped over. */
    public boolean mayHave(int task, int count) {
        return flow.stretches().mayHave(task, count);
    }

    public List<Stretch> stretches() {
        return flow.stretches().all();
    }

    public Stretch stretchOf(int task) {
        return flow.stretches().of(task);
    }

    public String nameOf(int task) {
        return stretchOf(task).nameOf(task);
    }

    public int eventCount() {
        return log.size();
    }

    public JobEvent event(int sequence) {
        return log.get(sequence);
    }

    /** The term that accepted the job, or a later one: what earlier terms say of this id is about another job. */
    public long acceptedIn() {
        return acceptedIn;
    }

    @Override
    public Fence fence(int task) {
        return makers.of(task);
    }

    public Makers makers() {
        return makers;
    }

    /** Why its tasks are where they are, of those of which this was recorded. */
    public Reasons reasons() {
        return reasons;
    }

    public List<JobEvent> story(int task) {
        return log.about(task);
    }

    /** The task that its graph has stand in for this one, or {@link Blueprint#NO_TASK}. */
    public int standInOf(int task) {
        return flow.standInOf(task);
    }

    /** The task whose own body made the value of this one: itself, unless others stand in for it. */
    public int madeBy(int task) {
        return flow.standIns().makerOf(task);
    }
}
