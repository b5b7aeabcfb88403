package dev.sampo.planning;

import dev.sampo.job.Failure;
import dev.sampo.job.JobEvent;
import dev.sampo.job.JobId;
import dev.sampo.job.JobLedger;
import dev.sampo.job.Stretch;
import dev.sampo.job.TaskState;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Clients who asked for something that has not happened yet. */
final class Waiters {
    private static final int EVENTS_BYTES = 64 * 1024;
    private static final int EVENT_BYTES_MAX = 128 * 1024;

    private sealed interface Wait {
        JobId job();

        record ForTask(JobId job, int task) implements Wait {}

        record ForJob(JobId job) implements Wait {}

        record ForEvents(JobId job, long from, int max) implements Wait {}
    }

    private final Map<Long, Wait> byTicket = new HashMap<>();
    private final Map<JobId, Map<Integer, List<Long>>> forTasks = new HashMap<>();
    private final Map<JobId, List<Long>> forJobs = new HashMap<>();
    private final Map<JobId, List<Long>> forEvents = new HashMap<>();

    void awaitTask(Input.AwaitTask ask, Books books) {
        JobPlan job = books.jobs.get(ask.job());
        if (job == null || ask.task() < 0 || ask.task() >= job.ledger.size()) {
            books.reply(ask.ticket(), new Answer.NoSuchJob(ask.job()));
            return;
        }
        Answer answer = answerFor(job, ask.task());
        if (answer != null) {
            books.reply(ask.ticket(), answer);
        } else {
            byTicket.put(ask.ticket(), new Wait.ForTask(ask.job(), ask.task()));
            forTasks.computeIfAbsent(ask.job(), id -> new HashMap<>())
                    .computeIfAbsent(ask.task(), task -> new ArrayList<>())
                    .add(ask.ticket());
        }
    }

    void awaitJob(Input.AwaitJob ask, Books books) {
        JobPlan job = books.jobs.get(ask.job());
        if (job == null) {
            books.reply(ask.ticket(), new Answer.NoSuchJob(ask.job()));
        } else if (job.ledger.status().isFinal()) {
            books.reply(ask.ticket(), over(job.ledger));
        } else {
            byTicket.put(ask.ticket(), new Wait.ForJob(ask.job()));
            forJobs.computeIfAbsent(ask.job(), id -> new ArrayList<>()).add(ask.ticket());
        }
    }

    void askEvents(Input.AskEvents ask, Books books) {
        JobPlan job = books.jobs.get(ask.job());
        if (job == null) {
            books.reply(ask.ticket(), new Answer.NoSuchJob(ask.job()));
        } else if (ask.fromSequence() < job.ledger.eventCount()
                || job.ledger.status().isFinal()) {
            books.reply(ask.ticket(), events(job.ledger, ask.fromSequence(), ask.max()));
        } else {
            byTicket.put(ask.ticket(), new Wait.ForEvents(ask.job(), ask.fromSequence(), ask.max()));
            forEvents.computeIfAbsent(ask.job(), id -> new ArrayList<>()).add(ask.ticket());
        }
    }

    void withdraw(long ticket) {
        Wait wait = byTicket.remove(ticket);
        if (wait instanceof Wait.ForTask task) {
            Map<Integer, List<Long>> ofJob = forTasks.get(wait.job());
            List<Long> tickets = ofJob == null ? null : ofJob.get(task.task());
            if (tickets != null) {
                tickets.remove(ticket);
            }
        } else if (wait != null) {
            forJobs.getOrDefault(wait.job(), new ArrayList<>()).remove(ticket);
            forEvents.getOrDefault(wait.job(), new ArrayList<>()).remove(ticket);
        }
    }

    void taskEnded(JobPlan job, int task, Books books) {
        Map<Integer, List<Long>> ofJob = forTasks.getOrDefault(job.ledger.id(), Map.of());
        List<Long> tickets = ofJob.get(task);
        Answer answer = tickets == null ? null : answerFor(job, task);
        if (answer != null) {
            ofJob.remove(task);
            tickets.forEach(ticket -> settle(ticket, answer, books));
        }
    }

    /** All copies that a fork was to have are there, or will not come. */
    void copied(JobPlan job, Books books) {
        Map<Integer, List<Long>> ofJob = forTasks.getOrDefault(job.ledger.id(), Map.of());
        ofJob.keySet().stream().sorted().toList().forEach(task -> taskEnded(job, task, books));
        if (ofJob.isEmpty()) {
            forTasks.remove(job.ledger.id());
        }
    }

    void jobEnded(JobPlan job, Books books) {
        copied(job, books); // But for those copies that are still on their way.
        List<Long> jobs = forJobs.remove(job.ledger.id());
        if (jobs != null) {
            jobs.forEach(ticket -> settle(ticket, over(job.ledger), books));
        }
    }

    /** Nothing more will be heard of it. */
    void forget(JobPlan job, Books books) {
        Map<Integer, List<Long>> tasks = forTasks.remove(job.ledger.id());
        if (tasks != null) {
            tasks.keySet().stream().sorted().forEach(task -> tasks.get(task)
                    .forEach(ticket -> settle(ticket, new Answer.NoSuchJob(job.ledger.id()), books)));
        }
    }

    /** Tells those who follow a job's events what is new. */
    void touched(JobPlan job, Books books) {
        List<Long> tickets = forEvents.remove(job.ledger.id());
        if (tickets != null) {
            for (long ticket : tickets) {
                if (byTicket.get(ticket) instanceof Wait.ForEvents wait) {
                    settle(ticket, events(job.ledger, wait.from(), wait.max()), books);
                }
            }
        }
    }

    private void settle(long ticket, Answer answer, Books books) {
        if (byTicket.remove(ticket) != null) {
            books.reply(ticket, answer);
        }
    }

    /** What can be said of the task for good; null while it cannot, and while a value of it is not where it is said to be. */
    private static Answer answerFor(JobPlan plan, int task) {
        JobLedger job = plan.ledger;
        TaskState state = job.state(task);
        Stretch elements = job.expansion(task);
        boolean hasElements = elements != null && state == TaskState.SKIPPED;
        if (elements == null ? plan.copies.contains(task) : !plan.copies.isEmpty()) {
            return null;
        }
        if (state == TaskState.SUCCEEDED || hasElements) {
            return elements == null
                    ? new Answer.TaskValue(job.id(), task, job.value(task))
                    : new Answer.TaskElements(job.id(), task, elements.first(), elements.count());
        }
        if (state == TaskState.FAILED) {
            return failure(job, task);
        }
        if (state == TaskState.SKIPPED) {
            var failure = new Failure(Failure.Kind.SKIPPED, "", Lack.why(job, task), "");
            return new Answer.TaskFailed(job.id(), job.nameOf(task), 0, "", failure);
        }
        return job.status().isFinal() ? over(job) : null;
    }

    private static Answer failure(JobLedger job, int task) {
        JobEvent.AttemptFailed last = null;
        for (JobEvent event : job.story(task)) {
            last = event instanceof JobEvent.AttemptFailed failed ? failed : last;
        }
        if (last == null) {
            throw new IllegalStateException(
                    "task " + job.nameOf(task) + " of " + job.id() + " failed without an event");
        }
        return new Answer.TaskFailed(
                job.id(), job.nameOf(task), last.number(), last.node().value(), last.failure());
    }

    static Answer.JobOver over(JobLedger job) {
        return new Answer.JobOver(job.id(), job.status(), job.reason());
    }

    /** About how much room an event takes in an answer. */
    private static long roughBytes(JobEvent event) {
        if (event instanceof JobEvent.TaskSucceeded success) {
            return 48 + success.value().carried();
        }
        if (event instanceof JobEvent.JobAccepted accepted) {
            return accepted.blueprint().bytes().length;
        }
        if (event instanceof JobEvent.TaskInherited inherited) {
            return 64 + inherited.value().carried();
        }
        if (event instanceof JobEvent.TasksAdded added) {
            return 64 + added.blueprint().bytes().length;
        }
        return event instanceof JobEvent.AttemptFailed failed
                ? 64 + failed.failure().roughBytes()
                : 64;
    }

    static boolean isFull(List<JobEvent> events) {
        return events.stream().mapToLong(Waiters::roughBytes).sum() >= EVENTS_BYTES;
    }

    private static Answer events(JobLedger job, long from, int max) {
        var events = new ArrayList<JobEvent>();
        long first = Math.max(0, from);
        if (first == 0 && job.blueprint().bytes().length > EVENT_BYTES_MAX) {
            first = 1; // Its acceptance carries the whole graph, which no message could.
        }
        long sequence = first;
        long bytes = 0;
        while (sequence < job.eventCount() && events.size() < max && bytes < EVENTS_BYTES) {
            JobEvent event = job.event((int) sequence++);
            bytes += roughBytes(event);
            events.add(event);
        }
        boolean last = job.status().isFinal() && sequence >= job.eventCount();
        return new Answer.Events(job.id(), first, events, sequence, last);
    }
}
