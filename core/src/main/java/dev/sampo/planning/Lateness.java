package dev.sampo.planning;

import dev.sampo.dag.Blueprint;
import dev.sampo.job.History;
import dev.sampo.job.JobLedger;
import dev.sampo.job.JobOptions;
import dev.sampo.job.Stretch;
import dev.sampo.job.TaskState;
import java.time.Instant;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;

/** Says why a job is not further than it is, and when it will be done. */
final class Lateness {
    private static final int NONE = -1;
    private static final int NAMED_MAX = 10;

    private final Books books;
    private final JobPlan job;
    private final JobLedger ledger;
    private final History history;
    private final Map<Blueprint, Foresight.Known> known = new IdentityHashMap<>();

    Lateness(Books books, JobPlan job) {
        this.books = books;
        this.job = job;
        this.ledger = job.ledger;
        this.history = History.of(ledger, end(job, books));
    }

    private static long end(JobPlan job, Books books) {
        return job.ledger.status().isFinal() ? job.ledger.endedAt() : books.now;
    }

    /** What the time went by with until the task was done, or until now; empty for what never runs. */
    static String of(Books books, JobPlan job, int task) {
        TaskState state = job.ledger.state(task);
        if (state == TaskState.SKIPPED || job.ledger.status().isFinal() && !state.isFinal()) {
            return "";
        }
        var lateness = new Lateness(books, job);
        Trail trail = lateness.trail(task);
        if (trail.length() == 0) {
            return "";
        }
        var names = trail.steps().stream().map(JobExplanation.Step::task).toList();
        int first = Math.max(0, names.size() - NAMED_MAX);
        return Span.of(trail.times().sum()) + " since its job was accepted: " + trail.times() + "; by way of "
                + (trail.length() > names.size() - first ? "others, " : "")
                + String.join(", ", names.subList(first, names.size()));
    }

    private Trail trail(int task) {
        return Trail.to(job, task, history, end(job, books));
    }

    /** @param now says where a task is that is not done */
    JobExplanation explain(IntFunction<String> now) {
        int last = last();
        Trail trail = last == NONE ? null : trail(last);
        Times times = trail == null ? Times.NONE : trail.times();
        Outlook outlook = Forecast.of(books, job, this::known);
        long millis = Math.max(0, end(job, books) - ledger.acceptedAt());
        String summary = "is " + ledger.status().name().toLowerCase(Locale.ROOT) + " after " + Span.of(millis)
                + ", and " + done() + " of " + ledger.size()
                + (ledger.size() == 1 ? " task is done" : " tasks are done")
                + (ledger.reason().isEmpty() ? "" : " (" + ledger.reason() + ")")
                + (trail == null
                        ? ""
                        : ". Of what it waited for, " + trail.length()
                                + (trail.length() == 1 ? " task" : " tasks, each for the one before") + ": " + times)
                + (last == NONE
                                || ledger.state(last).isFinal()
                                || ledger.status().isFinal()
                        ? ""
                        : ". Now " + ledger.nameOf(last) + " " + now.apply(last))
                + (ledger.status().isFinal() ? "" : end(outlook)) + deadline(outlook);
        return new JobExplanation(
                ledger.id(),
                ledger.status(),
                summary,
                millis,
                times,
                trail == null ? List.of() : trail.steps(),
                outlook);
    }

    private static String end(Outlook outlook) {
        return (outlook.left() > 0 && outlook.isKnown() ? ". It will be done " : "; ") + outlook;
    }

    private String deadline(Outlook outlook) {
        long wanted = job.deadline();
        if (wanted == JobOptions.WHENEVER) {
            return "";
        }
        String told = ". It is wanted by " + Instant.ofEpochMilli(wanted);
        if (ledger.status().isFinal()) {
            return told + (ledger.endedAt() <= wanted ? "" : ", and was late by " + Span.of(ledger.endedAt() - wanted));
        }
        long late = Math.max(books.now, outlook.isKnown() ? books.now + outlook.millis() : 0) - wanted;
        return told + (late > 0 ? ", and will be late by " + Span.of(late) + " at least" : "");
    }

    private int done() {
        int done = 0;
        for (int task = 0; task < ledger.size(); task++) {
            done += ledger.state(task) == TaskState.SUCCEEDED ? 1 : 0;
        }
        return done;
    }

    /** Of a job that is over the task that was done last, else of those under way or in line the one with the longest way to go. */
    private int last() {
        int last = NONE;
        long most = Long.MIN_VALUE;
        Map<Blueprint, long[]> tails = new IdentityHashMap<>();
        for (int task = 0; task < ledger.size(); task++) {
            TaskState state = ledger.state(task);
            boolean isOpen = state == TaskState.READY || state == TaskState.RETRYING || job.isAssigned(task);
            long way = ledger.status().isFinal() ? history.ended(task) : isOpen ? way(task, tails) : NONE;
            boolean isLater = way > most || way == most && ledger.status().isFinal(); // Inputs have lower numbers.
            if (way >= 0 && isLater) {
                most = way;
                last = task;
            }
        }
        return last;
    }

    private long way(int task, Map<Blueprint, long[]> tails) {
        Stretch stretch = ledger.stretchOf(task);
        return tails.computeIfAbsent(
                        stretch.blueprint(),
                        graph -> Foresight.tails(graph, known(graph).micros(), Foresight.USUAL))[
                stretch.blueprintTask(task)];
    }

    private Foresight.Known known(Blueprint graph) {
        return known.computeIfAbsent(graph, books.foresight::known);
    }
}
