package dev.sampo.job;

import dev.sampo.dag.Blueprint;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;

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

        void succeeded(JobLedger job, int task);

        /** For replay, where nobody waits. */
        Changes IGNORED = new Changes() {
            @Override
            public void ready(JobLedger job, int firstTask, int count) {}

            @Override
            public void succeeded(JobLedger job, int task) {}
        };
    }

    private final JobId id;
    private final JobEvent.JobAccepted accepted;
    private final Notes notes;
    private final long acceptedIn;
    private final EventLog log;
    private final Stretches stretches = new Stretches();
    private final StandIns standIns = new StandIns();
    private final ArrayDeque<Integer> justSucceeded = new ArrayDeque<>();
    private final States states = new States();
    private int[] waiting = {};
    private byte[] failures = {};
    private byte[] losses = {};
    private final Tries tries = new Tries();
    private final Makers makers = new Makers();
    private final KeptValues values = new KeptValues();

    private boolean settling;
    private int size;
    private int unfinished;
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
        append(blueprint(), changes);
    }

    void apply(JobEvent event, long term, Changes changes) {
        if (event instanceof JobEvent.ValueMoved moved) {
            move(moved);
            return;
        }
        if (status.isFinal()) {
            return;
        }
        notes.take(event);
        if (event instanceof JobEvent.TaskSucceeded success) {
            if (state(success.task()).isFinal()) {
                return;
            }
            values.put(success.task(), success.value());
            makers.made(success.task(), success.fence());
            log.add(event);
            succeed(success.task(), changes);
            return;
        }
        log.add(event);
        if (event instanceof JobEvent.TaskInherited inherited) {
            inherit(inherited, changes);
        } else if (event instanceof JobEvent.AttemptFailed failed) {
            fail(failed);
        } else if (event instanceof JobEvent.AttemptLost lost) {
            losses[lost.task()] = (byte) Math.min(Byte.MAX_VALUE, losses[lost.task()] + 1);
        } else if (event instanceof JobEvent.ValueLost lost) {
            lose(lost.task(), changes);
        } else if (event instanceof JobEvent.TasksAdded added) {
            grow(added, changes);
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
        } else if (!Notes.areAllOf(event)) {
            throw new AssertionError(event);
        }
    }

    private void inherit(JobEvent.TaskInherited inherited, Changes changes) {
        if (!state(inherited.task()).isFinal()) {
            values.put(inherited.task(), inherited.value());
            makers.made(inherited.task(), inherited.fence());
            succeed(inherited.task(), changes);
        }
    }

    /** In an ended job too; in a checkpoint the value that was moved may be one that was lost since. */
    private void move(JobEvent.ValueMoved moved) {
        values.moved(moved.task(), moved.node());
        makers.moved(moved.task());
        log.add(moved);
    }

    private void fail(JobEvent.AttemptFailed failed) {
        int task = failed.task();
        failures[task] = (byte) Math.min(Byte.MAX_VALUE, failures[task] + 1);
        failureCount++;
        tries.note(failed);
        boolean isOver = failed.retryAt() == JobEvent.AttemptFailed.NO_RETRY;
        set(task, isOver ? TaskState.FAILED : TaskState.RETRYING);
    }

    /** The wait after a failure is over; derived from time, so no event says it. */
    public void retryDue(int task) {
        if (state(task) == TaskState.RETRYING) {
            tries.waited(task);
            set(task, waiting[task] == 0 ? TaskState.READY : TaskState.BLOCKED);
        }
    }

    private void grow(JobEvent.TasksAdded added, Changes changes) {
        int base = size;
        if (added.result() != Outcome.Growth.NO_RESULT) {
            set(added.parent(), TaskState.EXPANDED);
            tries.over(added.parent());
            standIns.add(base + added.result(), added.parent());
        }
        append(added.blueprint(), changes);
    }

    private void append(Blueprint added, Changes changes) {
        var stretch = new Stretch(size, added.size(), added, Stretch.WHOLE, size);
        int[] counts = added.waitCounts();
        room(size + added.size());
        System.arraycopy(counts, 0, waiting, size, counts.length);
        size += added.size();
        unfinished += added.size();
        stretches.add(stretch);
        for (int task = 0; task < counts.length; task++) {
            if (added.kind(task) == Blueprint.Kind.CONSTANT) {
                values.put(stretch.base() + task, new Value.Inline(added.payload(task), added.constantCount(task)));
                justSucceeded.add(stretch.base() + task);
            }
        }
        int ready = 0;
        for (int task = 0; task <= counts.length; task++) {
            boolean free = task < counts.length && counts[task] == 0 && added.kind(task) != Blueprint.Kind.CONSTANT;
            if (free) {
                set(stretch.base() + task, TaskState.READY);
                ready++;
            } else if (ready > 0) {
                changes.ready(this, stretch.base() + task - ready, ready);
                ready = 0;
            }
        }
        settle(changes);
    }

    private void succeed(int task, Changes changes) {
        justSucceeded.add(task);
        settle(changes);
    }

    /** Carries successes to everything that waited for them, however long the chain of tasks without bodies is. */
    private void settle(Changes changes) {
        if (settling) {
            return;
        }
        settling = true;
        while (!justSucceeded.isEmpty()) {
            int task = justSucceeded.poll();
            if (state(task).isFinal()) {
                continue;
            }
            set(task, TaskState.SUCCEEDED);
            tries.over(task);
            unfinished--;
            changes.succeeded(this, task);
            Stretch stretch = stretchOf(task);
            if (stretch.isWhole()) {
                forEachReaderOf(task, stretch, reader -> oneLessFor(reader, changes));
            } else if (--waiting[stretch.each()] == 0) {
                justSucceeded.add(stretch.each());
            }
            Integer parent = standIns.parentOf(task);
            if (parent != null) {
                values.copy(task, parent);
                justSucceeded.add(parent);
            }
        }
        settling = false;
    }

    /**
     * An each that has expanded waits for its elements only; they wait for its inputs in its stead. The counts are kept
     * for finished tasks too: one may have to run again while an input of it is missing.
     */
    private void forEachReaderOf(int task, Stretch stretch, IntConsumer action) {
        Blueprint graph = stretch.blueprint();
        int local = task - stretch.base();
        for (int i = 0; i < graph.successorCount(local); i++) {
            int reader = stretch.base() + graph.successor(local, i);
            Stretch elements = expansion(reader);
            if (elements == null) {
                action.accept(reader);
            } else {
                for (int element = elements.first(); element < elements.first() + elements.count(); element++) {
                    action.accept(element);
                }
            }
        }
    }

    private void oneLessFor(int task, Changes changes) {
        if (--waiting[task] == 0 && state(task) == TaskState.BLOCKED) {
            becomeReady(task, changes);
        }
    }

    private void becomeReady(int task, Changes changes) {
        Stretch stretch = stretchOf(task);
        if (stretch.isWhole() && stretch.blueprint().kind(task - stretch.base()) == Blueprint.Kind.EACH) {
            expand(task, stretch, changes);
        } else {
            set(task, TaskState.READY);
            changes.ready(this, task, 1);
        }
    }

    private void expand(int each, Stretch stretch, Changes changes) {
        int source = stretch.base() + stretch.blueprint().input(each - stretch.base(), 0);
        int count = elementCount(source);
        var elements = new Stretch(size, count, stretch.blueprint(), each, stretch.base());
        stretches.add(elements);
        room(size + count);
        size += count;
        unfinished += count;
        set(each, TaskState.EXPANDED);
        waiting[each] = count;
        if (count == 0) {
            justSucceeded.add(each);
            settle(changes);
            return;
        }
        for (int element = elements.first(); element < elements.first() + count; element++) {
            set(element, TaskState.READY);
        }
        changes.ready(this, elements.first(), count);
    }

    private int elementCount(int source) {
        Stretch elements = expansion(source);
        return elements != null ? elements.count() : value(source).count();
    }

    /** A value is gone: its task runs again, and what still needs it waits again. */
    private void lose(int task, Changes changes) {
        if (state(task) != TaskState.SUCCEEDED) {
            return;
        }
        makers.lost(task);
        values.lost(task);
        unsucceed(task);
        Integer parent = standIns.parentOf(task);
        while (parent != null && state(parent) == TaskState.SUCCEEDED) {
            values.copy(task, parent);
            unsucceed(parent);
            set(parent, TaskState.EXPANDED);
            parent = standIns.parentOf(parent);
        }
        if (waiting[task] == 0) {
            set(task, TaskState.READY);
            changes.ready(this, task, 1);
        }
    }

    private void unsucceed(int task) {
        set(task, TaskState.BLOCKED);
        unfinished++;
        Stretch stretch = stretchOf(task);
        if (stretch.isWhole()) {
            forEachReaderOf(task, stretch, this::oneMoreFor);
            return;
        }
        int each = stretch.each();
        waiting[each]++;
        if (state(each) == TaskState.SUCCEEDED) {
            unsucceed(each);
            set(each, TaskState.EXPANDED);
        }
    }

    private void oneMoreFor(int task) {
        waiting[task]++;
        if (state(task) == TaskState.READY) {
            set(task, TaskState.BLOCKED);
        }
    }

    private void room(int wanted) {
        if (wanted > waiting.length) {
            int larger = waiting.length == 0 ? wanted : Math.max(wanted, waiting.length + (waiting.length >> 1));
            states.room(larger);
            waiting = Arrays.copyOf(waiting, larger);
            failures = Arrays.copyOf(failures, larger);
            losses = Arrays.copyOf(losses, larger);
            values.room(larger);
            makers.room(larger);
        }
    }

    private void set(int task, TaskState state) {
        states.set(task, state);
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

    /** How many tasks have failed for good. */
    public int failed() {
        return states.failed();
    }

    /** Whether any task is ready or to be tried again; if not, and none is under way, what is left waits for what has failed. */
    public boolean hasOpenTasks() {
        return states.open() > 0;
    }

    public long failureCount() {
        return failureCount;
    }

    /** How many task numbers there are by now. */
    public int size() {
        return size;
    }

    public int unfinished() {
        return unfinished;
    }

    public TaskState state(int task) {
        return states.get(task);
    }

    /** How many inputs the task still waits for; for an expanded each, how many of its elements. */
    public int waiting(int task) {
        return waiting[task];
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

    /** Whether the task's value is a large one, kept by a node. */
    public boolean isStored(int task) {
        return values.isStored(task);
    }

    /** Whether added tasks stand in for the values of others. */
    public boolean hasStandIns() {
        return !standIns.isEmpty();
    }

    /** The tasks an {@code each} became; null for other tasks and before it has. */
    public Stretch expansion(int task) {
        return stretches.expansion(task);
    }

    public List<Stretch> stretches() {
        return stretches.all();
    }

    public Stretch stretchOf(int task) {
        return stretches.of(task);
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

    public List<JobEvent> story(int task) {
        return log.about(task);
    }

    /** The task whose own body made the value of this one: itself, unless added tasks stand in for it. */
    public int madeBy(int task) {
        return standIns.makerOf(task);
    }
}
