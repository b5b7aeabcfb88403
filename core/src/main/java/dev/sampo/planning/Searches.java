package dev.sampo.planning;

import dev.sampo.dag.Blueprint;
import dev.sampo.job.TaskState;
import dev.sampo.lookahead.Project;
import dev.sampo.lookahead.Timetable;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Timetables of the job that is to be planned, for which there is more time than a step may take. The first is waited for;
 * whenever tasks drift, attempts come to nothing or nodes change, one for what remains is looked for, and nothing waits for that.
 * Only a job that has the nodes to itself is planned; what is not, is placed as any other.
 */
final class Searches {
    static final int TASKS_MAX = 10_000;
    static final int NODES_MAX = 1_000;

    /** What part of its time there is for each search but the first. */
    private static final long AGAIN = 10;
    /** How much longer than its time a search may take. */
    static final long MARGIN_MILLIS = 1_000;

    private static final String GROWN = "it has grown";

    private final Books books;
    private List<Search> begun = new ArrayList<>();
    private long number;
    private JobPlan planned;
    private Sought sought;
    /** Something is not as the latest timetable has it. */
    private boolean isDue;

    /** @param rest what it is a timetable of; null for the whole job */
    private record Sought(Search search, Prospect prospect, Prospect.Rest rest, long since, boolean isWaitedFor) {
        long until() {
            return since + search.budgetMillis() + MARGIN_MILLIS;
        }
    }

    Searches(Books books) {
        this.books = books;
    }

    List<Search> take() {
        var taken = begun;
        begun = new ArrayList<>();
        return taken;
    }

    void ask(JobPlan job) {
        boolean isFree = planned == null || !books.isActive(planned);
        boolean hasDrifted = job.prospect != null && job.prospect.drift.isLarge();
        if (isFree && !hasDrifted) {
            planned = job;
            isDue = true;
        } else if (!isFree && planned != job) {
            job.notPlanned = "another job is planned";
        }
    }

    /** What is sought is not wanted any more. */
    void interrupted() {
        sought = null;
        isDue = planned != null;
    }

    void nodeCame() {
        isDue = planned != null;
    }

    void wentWrong(JobPlan job) {
        if (job == planned) {
            interrupted();
        }
    }

    /** No timetable is any good for this job: nobody knows how long its tasks run. */
    void hasDrifted(JobPlan job) {
        if (job == planned) {
            sought = null;
            planned = null;
            job.notPlanned = "tasks have run for far longer or shorter than expected";
        }
    }

    /** Whether nothing of the job is to begin before its timetable is there. */
    boolean holds(JobPlan job) {
        return sought != null && job == planned && sought.isWaitedFor();
    }

    long millisLeft() {
        return Math.max(0, sought.until() - books.now);
    }

    void overdue(Timers.Due.Overdue due) {
        if (sought != null && sought.search().number() == due.search()) {
            sought = null;
            planned.notPlanned = "none was found in time";
        }
    }

    void found(Input.Found found) {
        Sought was = sought;
        if (was == null || was.search().number() != found.search()) {
            return;
        }
        sought = null;
        boolean hasGrown = planned.ledger.size() > was.prospect().whole().size();
        if (hasGrown) {
            planned.notPlanned = GROWN;
        } else if (books.isActive(planned)) {
            isDue |= planned.prospect != null && planned.prospect.isOutdated;
            was.prospect().takeOver(planned, planned.prospect, books.now);
            Timetable whole = was.rest() == null
                    ? found.timetable()
                    : was.rest().inWhole(found.timetable(), planned.ledger.size());
            books.foresight.follow(planned, was.prospect(), whole, was.isWaitedFor() ? books.now : was.since());
        }
    }

    /** Before tasks are given out: begins to look where there is reason to. */
    void run() {
        if (planned == null || sought != null) {
            return;
        }
        if (!books.isActive(planned)) {
            planned = null;
            return;
        }
        isDue |= planned.course != null && planned.prospect.isOutdated;
        boolean isTime = planned.settled && books.nodes.values().stream().allMatch(view -> view.greeted);
        if (isDue && isTime) {
            isDue = false;
            planned.notPlanned = whyNot(planned);
            if (planned.notPlanned.isEmpty()) {
                begin(planned);
            }
        }
    }

    /** A task of the job has ended. */
    void ran(JobPlan job) {
        if (job == planned) {
            isDue |= job.course == null;
        } else if (job.ledger.options().isPlanned()) {
            ask(job);
        }
    }

    private String whyNot(JobPlan job) {
        if (books.foresight.hasOthers(job)) {
            return "other jobs run";
        }
        Blueprint graph = job.ledger.blueprint();
        if (job.ledger.size() > graph.size()) {
            return GROWN;
        }
        if (graph.size() > TASKS_MAX || books.nodes.size() > NODES_MAX) {
            return graph.size() + " tasks on " + books.nodes.size() + " nodes are too many; at most " + TASKS_MAX
                    + " on " + NODES_MAX + " are planned";
        }
        int unknown = graph.size() - books.foresight.known(graph).count();
        if (unknown > 0) {
            return "nobody knows how long " + unknown + " of its tasks run: say expected(..)";
        }
        if (graph.distinctOptions().stream()
                .anyMatch(options -> !options.placing().isNone())) {
            return "tasks of it mind where others run";
        }
        if (books.switches.isAnyHalfOpen()) {
            return "breakers of kinds of tasks are forced open";
        }
        if (graph.hasStandIns()) {
            return "some of its tasks run only if others fail";
        }
        boolean isOff = IntStream.range(0, graph.size())
                .mapToObj(job.ledger::state)
                .anyMatch(state -> state == TaskState.RETRYING || state == TaskState.FAILED);
        return isOff ? "tasks have failed" : "";
    }

    private void begin(JobPlan job) {
        Blueprint graph = job.ledger.blueprint();
        var workers = books.nodes.values().stream()
                .filter(view -> view.isWorker && !books.switches.isForcedOpen(view))
                .toList();
        Prospect prospect = workers.isEmpty()
                ? null
                : Prospect.of(job, graph, books.foresight.known(graph).micros(), workers, books, true);
        if (prospect == null) {
            job.notPlanned = "some of its tasks no node could run now, or they become other tasks";
            return;
        }
        if (job.prospect != null) {
            job.prospect.isOutdated = false;
        }
        prospect.takeOver(job, job.prospect, books.now);
        boolean isFirst = job.assigned == 0
                && IntStream.range(0, graph.size()).noneMatch(task -> job.ledger.state(task) == TaskState.SUCCEEDED);
        if (!prospect.knowsWhereAllRun(job)) {
            job.notPlanned = "tasks run on nodes that are no workers, or get nothing more";
            return;
        }
        boolean isWaitedFor = isFirst && !job.hasWaited;
        job.hasWaited = true;
        Prospect.Rest rest = isFirst ? null : prospect.rest(job, books.now);
        Project project = isFirst ? prospect.whole() : rest.project();
        long budget = job.ledger.options().planMillis();
        var search = new Search(job.ledger.id(), ++number, project, isWaitedFor ? budget : Math.max(1, budget / AGAIN));
        sought = new Sought(search, prospect, rest, books.now, isWaitedFor);
        begun.add(search);
        books.timers.add(sought.until(), new Timers.Due.Overdue(number));
    }
}
