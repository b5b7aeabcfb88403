package dev.sampo.story;

import dev.sampo.job.JobEvent;
import dev.sampo.job.JobLedger;
import dev.sampo.job.Stretch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.IntConsumer;

/**
 * What a job's events come to: what each task waits for, and every attempt with when, where and how it ended. Made from
 * the ledger alone, so from a journal on disk as well as from a cluster. Times are microseconds since the job was accepted.
 */
public final class Chronicle {
    public static final long UNKNOWN = CriticalPath.NEVER;

    private static final int STEPS_MAX = 1_000;

    /**
     * A time in which nothing of the job began.
     *
     * @param before how long all pauses before it were
     */
    private record Pause(long from, long to, long before) {
        long until(long time) {
            return before + Math.min(to, time) - from;
        }
    }

    private final JobLedger job;
    private final long now;
    private final List<Run> runs = new ArrayList<>();
    private final NavigableMap<Long, Pause> pauses = new TreeMap<>();
    /** When a task had its value by its own body. */
    private final long[] ended;

    /** When the last element of an each had its value. */
    private final Map<Integer, Long> elementsEnded = new HashMap<>();

    private final int[] attempts;
    private final Needs needs;

    private Chronicle(JobLedger job, long nowMillis) {
        this.job = job;
        this.needs = new Needs(job);
        this.ended = new long[job.size()];
        this.attempts = new int[job.size()];
        this.now = micros(job.status().isFinal() ? job.endedAt() : Math.max(nowMillis, job.acceptedAt()));
        Arrays.fill(ended, UNKNOWN);
    }

    /** @param nowMillis wall-clock time, of importance while the job goes on */
    public static Chronicle of(JobLedger job, long nowMillis) {
        var chronicle = new Chronicle(job, nowMillis);
        chronicle.read();
        return chronicle;
    }

    private void read() {
        var begun = new HashMap<Long, Long>();
        long pausedAt = UNKNOWN;
        for (int i = 0; i < job.eventCount(); i++) {
            JobEvent event = job.event(i);
            long at = micros(event.at());
            if (event instanceof JobEvent.JobPaused && pausedAt == UNKNOWN) {
                pausedAt = at;
            } else if (event instanceof JobEvent.JobResumed && pausedAt != UNKNOWN) {
                pause(pausedAt, at);
                pausedAt = UNKNOWN;
            } else if (event instanceof JobEvent.TasksAdded added) {
                needs.grown(added.parent());
            } else if (event instanceof JobEvent.CopyBegun copy) {
                begun.put(key(copy.task(), copy.number()), at);
            } else if (event instanceof JobEvent.ValueLost lost) {
                ended[lost.task()] = UNKNOWN;
            } else {
                attempt(event, at, begun);
            }
        }
        if (pausedAt != UNKNOWN) {
            pause(pausedAt, now);
        }
        for (int task = 0; task < size(); task++) {
            Stretch elements = job.expansion(task);
            if (elements != null) {
                elementsEnded.put(task, lastOf(elements));
            }
        }
    }

    private void pause(long from, long to) {
        pauses.put(from, new Pause(from, to, pausedUntil(from)));
    }

    private long lastOf(Stretch elements) {
        long last = UNKNOWN;
        for (int element = elements.first(); element < elements.first() + elements.count(); element++) {
            last = Math.max(last, ended[element]);
        }
        return last;
    }

    private void attempt(JobEvent event, long at, Map<Long, Long> begun) {
        if (event instanceof JobEvent.TaskSucceeded done) {
            ended[done.task()] = at;
            add(new Run(
                    done.task(),
                    done.number(),
                    done.node().value(),
                    Math.max(0, at - done.micros()),
                    at,
                    Run.Outcome.SUCCEEDED,
                    ""));
        } else if (event instanceof JobEvent.AttemptVoted vote) {
            long start = Math.max(0, at - vote.micros());
            String why = "it made " + vote.digest() + " of it";
            add(new Run(vote.task(), vote.number(), vote.node().value(), start, at, Run.Outcome.VOTED, why));
        } else if (event instanceof JobEvent.AttemptFailed failed) {
            boolean isOver = failed.retryAt() == JobEvent.AttemptFailed.NO_RETRY;
            Run.Outcome outcome = isOver ? Run.Outcome.FAILED : Run.Outcome.RETRIED;
            long start = begun.getOrDefault(key(failed.task(), failed.number()), UNKNOWN);
            String why = failed.failure().toString();
            add(new Run(failed.task(), failed.number(), failed.node().value(), start, at, outcome, why));
        } else if (event instanceof JobEvent.AttemptLost lost) {
            long start = begun.getOrDefault(key(lost.task(), lost.number()), UNKNOWN);
            String why = "its node died under it";
            add(new Run(lost.task(), lost.number(), lost.node().value(), start, at, Run.Outcome.LOST, why));
        } else if (event instanceof JobEvent.AttemptDropped drop) {
            long start = begun.getOrDefault(key(drop.task(), drop.number()), UNKNOWN);
            add(new Run(drop.task(), drop.number(), drop.node().value(), start, at, Run.Outcome.DROPPED, drop.why()));
        }
    }

    private void add(Run run) {
        runs.add(run);
        attempts[run.task()]++;
    }

    private static long key(int task, int number) {
        return (long) task << 32 | number;
    }

    private long micros(long wallMillis) {
        return Math.max(0, wallMillis - job.acceptedAt()) * 1_000;
    }

    public JobLedger job() {
        return job;
    }

    public int size() {
        return ended.length;
    }

    /** In the order in which they ended. */
    public List<Run> runs() {
        return runs;
    }

    /** For how long the job was paused by then, all pauses together. */
    long pausedUntil(long time) {
        Map.Entry<Long, Pause> last = pauses.floorEntry(time);
        return last == null ? 0 : last.getValue().until(time);
    }

    /** When the job ended, or what time it is. */
    public long now() {
        return now;
    }

    public int attempts(int task) {
        return attempts[task];
    }

    /** Tells of each task that this one waits for; of an each that has expanded these are its elements. */
    public void needs(int task, IntConsumer source) {
        needs.of(task, source);
    }

    public int needCount(int task) {
        int[] count = {0};
        needs(task, source -> count[0]++);
        return count[0];
    }

    public boolean isConstant(int task) {
        return needs.isConstant(task);
    }

    /** Which tasks are drawn as one. */
    Groups groups(Groups.Bounds bounds) {
        return Groups.of(job, needs, bounds);
    }

    /** The tasks that waited for one another up to the one that ended last. */
    List<Integer> criticalPath() {
        return CriticalPath.of(job, needs, task -> ended[task], STEPS_MAX);
    }

    /** When the task had its value, made by its own body, by its elements or by who stands in for it. */
    public long endedAt(int task) {
        if (ended[task] != UNKNOWN) {
            return ended[task];
        }
        if (isConstant(task)) {
            return 0;
        }
        Long elements = elementsEnded.get(task);
        if (elements != null) {
            return elements;
        }
        int maker = job.madeBy(task);
        return maker == task || maker < 0 ? UNKNOWN : ended[maker];
    }

    /** When all it waits for was there. */
    public long readyAt(int task) {
        long[] last = {0};
        needs(task, source -> last[0] = Math.max(last[0], endedAt(source)));
        return last[0];
    }
}
