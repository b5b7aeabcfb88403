package dev.sampo.job;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** When things happened to a job's tasks, as its events have it, put together in one look at all of them: for people who ask. */
public final class History {
    public static final long NEVER = -1;

    /** From one time to another. */
    public record Pause(long from, long to) {}

    private final JobLedger job;
    private final long[] ended;
    private final long[] micros;
    /** By the first task of each graph that was added. */
    private final Map<Integer, JobEvent.TasksAdded> added = new HashMap<>();

    private final Map<Integer, JobEvent.CopyBegun> copies = new HashMap<>();
    private final Map<Integer, Long> setBack = new HashMap<>();
    /** What nodes made of tasks on which several have to agree, without those that were outvoted. */
    private final Map<Integer, List<JobEvent.AttemptVoted>> votes = new HashMap<>();

    private final List<Pause> pauses = new ArrayList<>();

    private History(JobLedger job, long now) {
        this.job = job;
        this.ended = filled(job.size());
        this.micros = filled(job.size());
        long pausedAt = NEVER;
        int graph = 0;
        for (int i = 0; i < job.eventCount(); i++) {
            JobEvent event = job.event(i);
            if (event instanceof JobEvent.TasksAdded growth) {
                graph = nextWhole(graph);
                added.put(job.stretches().get(graph).base(), growth);
                ended[growth.parent()] = growth.at();
            } else if (event instanceof JobEvent.JobPaused) {
                pausedAt = event.at();
            } else if (pausedAt != NEVER && (event instanceof JobEvent.JobResumed || isEnd(event))) {
                pauses.add(new Pause(pausedAt, event.at()));
                pausedAt = NEVER;
            } else {
                note(event);
            }
        }
        if (pausedAt != NEVER) {
            pauses.add(new Pause(pausedAt, now));
        }
    }

    public static History of(JobLedger job, long now) {
        return new History(job, now);
    }

    private static long[] filled(int size) {
        long[] all = new long[size];
        Arrays.fill(all, NEVER);
        return all;
    }

    private static boolean isEnd(JobEvent event) {
        return event instanceof JobEvent.JobEnded || event instanceof JobEvent.CancelRequested;
    }

    private int nextWhole(int after) {
        int next = after + 1;
        while (!job.stretches().get(next).isWhole()) {
            next++;
        }
        return next;
    }

    private void note(JobEvent event) {
        if (event instanceof JobEvent.TaskSucceeded done) {
            ended[done.task()] = done.at();
            micros[done.task()] = done.micros();
            JobEvent.CopyBegun copy = copies.get(done.task());
            if (copy != null && copy.fence().equals(done.fence())) {
                setBack.merge(done.task(), copy.at(), Math::max);
            }
        } else if (event instanceof JobEvent.CopyBegun copy) {
            copies.put(copy.task(), copy);
        } else if (event instanceof JobEvent.TaskInherited inherited) {
            ended[inherited.task()] = inherited.at();
            micros[inherited.task()] = 0;
        } else if (event instanceof JobEvent.ValueLost lost) {
            ended[lost.task()] = NEVER;
            setBack.put(lost.task(), lost.at());
        } else if (event instanceof JobEvent.AttemptLost lost) {
            setBack.merge(lost.task(), lost.at(), Math::max);
        } else if (event instanceof JobEvent.AttemptVoted voted) {
            votes.computeIfAbsent(voted.task(), first -> new ArrayList<>()).add(voted);
        } else if (event instanceof JobEvent.NodeOutvoted outvoted) {
            setBackBy(outvoted);
        } else if (event instanceof JobEvent.AttemptFailed failed) {
            boolean isOver = failed.retryAt() == JobEvent.AttemptFailed.NO_RETRY;
            ended[failed.task()] = isOver ? failed.at() : NEVER;
            setBack.merge(failed.task(), isOver ? failed.at() : failed.retryAt(), Math::max);
        }
    }

    /** What it made of the task came to nothing. */
    private void setBackBy(JobEvent.NodeOutvoted outvoted) {
        List<JobEvent.AttemptVoted> all = votes.getOrDefault(outvoted.task(), new ArrayList<>());
        for (JobEvent.AttemptVoted vote : List.copyOf(all)) {
            if (vote.node().equals(outvoted.node())) {
                all.remove(vote);
                setBack.merge(vote.task(), vote.at(), Math::max);
            }
        }
    }

    /** When a node last said what it made of the task and others agreed, or may do so yet; {@link #NEVER} if none has. */
    public long lastVote(int task) {
        return votes.getOrDefault(task, List.of()).stream()
                .mapToLong(JobEvent.AttemptVoted::at)
                .max()
                .orElse(NEVER);
    }

    /** For how many microseconds bodies ran for those votes that were given after this time. */
    public long votedMicros(int task, long after) {
        return votes.getOrDefault(task, List.of()).stream()
                .filter(vote -> vote.at() > after)
                .mapToLong(JobEvent.AttemptVoted::micros)
                .sum();
    }

    /** When the task succeeded or failed for good, or its body added tasks; {@link #NEVER} if it has not. */
    public long ended(int task) {
        return ended[task];
    }

    /** How long the body ran that made the value; {@link #NEVER} when none has, or nobody knows. */
    public long micros(int task) {
        return micros[task];
    }

    /** When the latest attempt that came to nothing was over, its wait included, or the copy begun that made it superfluous. */
    public long setBack(int task) {
        return setBack.getOrDefault(task, NEVER);
    }

    /** When the graph of the task was there. */
    public long begun(int task) {
        JobEvent.TasksAdded growth = growth(task);
        return growth == null ? job.acceptedAt() : growth.at();
    }

    /** The task whose body added the graph of this one; -1 for what was submitted. */
    public int addedBy(int task) {
        JobEvent.TasksAdded growth = growth(task);
        return growth == null ? -1 : growth.parent();
    }

    private JobEvent.TasksAdded growth(int task) {
        return added.get(job.stretchOf(task).base());
    }

    /** For how much of this time the job was paused. */
    public long paused(long from, long to) {
        long sum = 0;
        for (Pause pause : pauses) {
            sum += Math.max(0, Math.min(to, pause.to()) - Math.max(from, pause.from()));
        }
        return sum;
    }
}
