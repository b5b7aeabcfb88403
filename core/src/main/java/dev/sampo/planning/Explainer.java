package dev.sampo.planning;

import dev.sampo.dag.Blueprint;
import dev.sampo.dag.Need;
import dev.sampo.job.JobEvent;
import dev.sampo.job.JobLedger;
import dev.sampo.job.JobStatus;
import dev.sampo.job.NodeId;
import dev.sampo.job.Samples;
import dev.sampo.job.Stretch;
import dev.sampo.job.TaskState;
import dev.sampo.resource.Resources;
import java.util.LinkedHashSet;
import java.util.List;

/** Says why a task is where it is, from the same books the decisions are made from. */
final class Explainer {
    private static final double OFTEN = 0.95;
    private static final int NAMED_MAX = 10;
    /** A value of as many bytes rides along in messages, or nearly so. */
    private static final long WORTH_SAYING = 16 << 10;

    private final Books books;
    private final Dispatch dispatch;

    Explainer(Books books, Dispatch dispatch) {
        this.books = books;
        this.dispatch = dispatch;
    }

    Explanation explain(JobPlan job, int task) {
        return explain(job, task, Lateness.of(books, job, task));
    }

    private Explanation explain(JobPlan job, int task, String late) {
        JobLedger ledger = job.ledger;
        TaskState state = job.isAssigned(task) ? TaskState.ASSIGNED : shownState(job, task);
        Line line = state == TaskState.READY ? job.lineOf(task, books.lines) : null;
        int ahead = state == TaskState.READY ? line.ahead(job, task) : -1;
        boolean isWaiting = state == TaskState.READY || state == TaskState.BLOCKED;
        var placement = isWaiting ? Decisions.Placement.of("") : books.decisions.of(job, task);
        var contenders = state == TaskState.READY ? Contenders.of(books, dispatch, line, job, task) : Contenders.NONE;
        var waitingFor = state == TaskState.BLOCKED ? waitingFor(ledger, task) : List.<String>of();
        return new Explanation(
                ledger.id(),
                ledger.nameOf(task),
                shownState(job, task),
                summary(job, task, state, waitingFor, ahead, line, contenders)
                        + (state == TaskState.SKIPPED ? "" : Lack.wentWithout(ledger, task))
                        + wishes(job, task, state)
                        + (isWaiting ? timetabled(job, task) : "")
                        + duration(ledger, task, state)
                        + (isHeldUp(ledger, state) ? "; its job is paused" : ""),
                waitingFor,
                job.waits.isWaiting(task) ? books.recalls.position(job, task) : ahead + 1,
                placement.how(),
                state == TaskState.READY ? contenders.told() : placement.candidates(),
                story(ledger, task),
                late);
    }

    JobExplanation explain(JobPlan job) {
        return new Lateness(books, job).explain(task -> explain(job, task, "").summary());
    }

    /** Whether a pause is yet to delay it. */
    private static boolean isHeldUp(JobLedger job, TaskState state) {
        return job.status() == JobStatus.PAUSED && (state == TaskState.BLOCKED || state == TaskState.RETRYING);
    }

    /** Why it asks for something else than its options state, where that is known and to come. */
    private String wishes(JobPlan job, int task, TaskState state) {
        boolean isToCome = state == TaskState.READY || state == TaskState.RETRYING || state == TaskState.ASSIGNED;
        return isToCome ? books.lines.wishes().why(job.ledger, task) : "";
    }

    /** What is given to a node and waits there is ready like what waits in line. */
    static TaskState shownState(JobPlan job, int task) {
        TaskState state = job.ledger.state(task);
        if (job.isAssigned(task)) {
            return job.waits.isWaiting(task) ? TaskState.READY : TaskState.ASSIGNED;
        }
        return job.ledger.status().isFinal() && !state.isFinal() ? TaskState.CANCELLED : state;
    }

    private String summary(
            JobPlan job,
            int task,
            TaskState state,
            List<String> waitingFor,
            int ahead,
            Line line,
            Contenders contenders) {
        return switch (state) {
            case BLOCKED ->
                "waits for " + job.ledger.waiting(task) + " of its inputs: " + String.join(", ", waitingFor)
                        + standsInFor(job.ledger, task);
            case READY -> ready(job, task, ahead, line, contenders) + Ballots.progress(job, task);
            case RETRYING -> "failed and is tried again in " + FurtherTries.whenAndWhy(job, task, books.now);
            case ASSIGNED ->
                onItsNode(job, task)
                        + held(job, task)
                        + books.stragglers.told(job, task)
                        + Ballots.progress(job, task)
                        + jarOf(job.ledger);
            case EXPANDED -> expanded(job, task);
            case SUCCEEDED -> "is done" + madeInItsStead(job.ledger, task);
            case FAILED ->
                "failed for good" + FurtherTries.whyNot(job, task) + Lack.inVain(job.ledger, task)
                        + whatOfIt(job.ledger, task);
            case SKIPPED -> "is not run: " + Lack.why(job.ledger, task) + whatOfIt(job.ledger, task);
            case CANCELLED -> "was not run to its end because the job is " + job.ledger.status();
        };
    }

    private String onItsNode(JobPlan job, int task) {
        return job.waits.isWaiting(task)
                ? books.recalls.told(job, task)
                : "is on " + books.view(job.node(task)).id + " as attempt " + job.nextNumber(task)
                        + ", where it runs or is next in the queue";
    }

    /** Which node has it by now is known to the nodes alone. */
    private String jarOf(JobLedger job) {
        return job.blueprint()
                .jar()
                .map(jar -> "; nothing of the job begins on a node before it has got its jar " + jar + ", "
                        + books.ledger
                                .jars()
                                .find(jar)
                                .map(bytes -> bytes.length)
                                .orElse(0) + " bytes")
                .orElse("");
    }

    private static String expanded(JobPlan job, int task) {
        JobLedger ledger = job.ledger;
        if (ledger.expansion(task) != null) {
            return "has become other tasks, of which " + ledger.waiting(task) + " are not done";
        }
        int maker = ledger.standInOf(task);
        if (maker == Blueprint.NO_TASK || ledger.madeBy(maker) != ledger.madeBy(task)) {
            return "has added tasks, and waits for the one whose value becomes its own";
        }
        String own = ledger.hasFailed(task) ? "failed for good" + FurtherTries.whyNot(job, task) : "could not run";
        return own + "; " + ledger.nameOf(maker) + " stands in for it, and makes its value";
    }

    /** Whose value it has, if it could not make its own. */
    private static String madeInItsStead(JobLedger job, int task) {
        int standIn = job.standInOf(task);
        boolean isCalled = standIn != Blueprint.NO_TASK && job.madeBy(standIn) == job.madeBy(task);
        boolean isConstant =
                standIn != Blueprint.NO_TASK && !isCalled && job.fence(task).term() == 0;
        return isCalled || isConstant
                ? ": " + (job.hasFailed(task) ? "it failed for good" : "it could not run") + ", and has the value of "
                        + job.nameOf(standIn) + ", which stands in for it"
                : "";
    }

    private static String standsInFor(JobLedger job, int task) {
        int main = Lack.mainOf(job, task);
        return main == Blueprint.NO_TASK || Lack.isCalled(job, task)
                ? ""
                : "; it runs only if " + job.nameOf(main) + " fails for good";
    }

    private static String whatOfIt(JobLedger job, int task) {
        return job.isCovered(task) && Lack.mainOf(job, task) == Blueprint.NO_TASK
                ? "; whatever needs its value can do without"
                : "";
    }

    private static String held(JobPlan job, int task) {
        Resources held = job.held(task);
        return job.particular(task, held).isPresent() ? ", holding " + held : "";
    }

    /** What a timetable has to do with it. */
    private String timetabled(JobPlan job, int task) {
        if (job.course != null && task < job.course.size()) {
            String turn = job.course.isTurnOf(task) ? "" : ", and it waits for its turn there";
            return "; the timetable has it on " + books.view(job.course.nodeOf(task)).id + " in "
                    + Math.max(0, job.course.startOf(task) - books.now) + " ms" + turn;
        }
        if (books.searches.holds(job)) {
            return "; nothing begins before the job's timetable is found, in " + books.searches.millisLeft()
                    + " ms at most";
        }
        if (!job.ledger.options().isPlanned()) {
            return "";
        }
        String why = books.foresight.isAsked
                ? job.notPlanned
                : "the placer " + books.placer.name() + " keeps to none; critical-path does";
        return why.isEmpty() ? "; a timetable is looked for" : "; it is kept to no timetable: " + why;
    }

    /** How long it may take, where that is known and to come. */
    private String duration(JobLedger job, int task, TaskState state) {
        if (state.isFinal() || state == TaskState.EXPANDED) {
            return "";
        }
        Stretch stretch = job.stretchOf(task);
        long expected = stretch.blueprint().expectedMicros(stretch.blueprintTask(task));
        if (expected > 0) {
            return "; it is expected to run " + Words.micros(expected);
        }
        Samples runs = books.ledger.experience().of(job, task);
        return runs == null
                ? ""
                : "; " + runs.count() + (runs.count() == 1 ? " run" : " runs") + " like it took "
                        + Words.micros(runs.median())
                        + " in the median, " + Words.micros(runs.quantile(OFTEN)) + " at the 95th percentile"
                        + size(stretch.blueprint(), stretch.blueprintTask(task));
    }

    private String size(Blueprint graph, int task) {
        long bytes = books.ledger.experience().sizes(graph, task).median();
        return bytes < WORTH_SAYING ? "" : ", and made " + Words.bytes(bytes);
    }

    private String ready(JobPlan job, int task, int ahead, Line line, Contenders contenders) {
        if (job.ledger.status() == JobStatus.PAUSED) {
            return "is ready and waits for its job to be resumed: it is paused";
        }
        if (!job.settled) {
            return "is ready; the scheduler has just restarted and asks the nodes what they still hold";
        }
        if (!job.copies.isEmpty()) {
            return "is ready; " + job.copies.size() + " large values of the job it is a fork of are being copied";
        }
        if (books.absence.isAny()) {
            return "is ready, but no worker is there" + withoutWorkers(job, line);
        }
        if (job.isAwaitingProof(task)) {
            return "is ready; it waits to be known whether the nodes it was lost with have died, for then it is poison";
        }
        if (!line.mayHold(job.tenant)) {
            return "is ready and waits (" + line.options.demand() + "): its tenant " + job.tenant.name() + " holds "
                    + job.tenant.held() + " of the " + job.tenant.quota() + " it may"
                    + (job.tenant.elsewhere().isNone()
                            ? ""
                            : ", " + job.tenant.elsewhere() + " of it through other partitions");
        }
        var bars = dispatch.bars(line, job, task);
        if (bars.isHeldUp()) {
            return "is ready and waits: " + bars.vicinity().whyHeldUp();
        }
        if (!line.options.placing().gang().isEmpty()) {
            return "is ready and waits " + Gang.of(job, task).why(books);
        }
        String awaited = dispatch.whyPatient(bars);
        if (!awaited.isEmpty()) {
            return awaited;
        }
        String place = ahead >= 0 ? " at position " + (ahead + 1) + " of " + Math.max(line.size(), ahead + 1) : "";
        return (contenders.anyFits()
                        ? "is ready and waits for room (" + line.options.demand() + ")" + place
                        : "is ready, but no node there is could run it (" + line.options.demand() + ", on "
                                + line.options.where() + ")")
                + contenders.nearest();
    }

    private String withoutWorkers(JobPlan job, Line line) {
        if (job.ledger.fallback().node().isEmpty()) {
            return "";
        }
        NodeId submitter = job.ledger.fallback().node().get();
        NodeView view = books.nodes.get(submitter);
        if (view == null) {
            return ", nor is " + submitter + ", where it was submitted and could run";
        }
        if (!line.couldRun(view)) {
            return ", and " + submitter + ", where it was submitted, could not run it";
        }
        return books.absence.isLong()
                ? "; it waits for room on " + submitter + ", where it was submitted"
                : "; it may run on " + submitter + ", where it was submitted, in " + books.absence.millisLeft() + " ms";
    }

    private static List<String> waitingFor(JobLedger job, int task) {
        Stretch stretch = job.stretchOf(task);
        Blueprint graph = stretch.blueprint();
        int local = stretch.blueprintTask(task);
        var names = new LinkedHashSet<String>();
        for (int i = 0; i < graph.inputCount(local) && names.size() < NAMED_MAX; i++) {
            addIfMissing(job, stretch.base() + graph.input(local, i), graph.need(local, i), names);
        }
        for (int i = 0; i < graph.afterCount(local) && names.size() < NAMED_MAX; i++) {
            addIfMissing(job, stretch.base() + graph.after(local, i), graph.afterNeed(local, i), names);
        }
        int main = Lack.mainOf(job, task);
        if (main != Blueprint.NO_TASK && !Lack.isCalled(job, task)) {
            names.add("the failure of " + job.nameOf(main));
        }
        return List.copyOf(names);
    }

    private static void addIfMissing(JobLedger job, int task, Need need, LinkedHashSet<String> names) {
        TaskState state = job.state(task);
        if (job.isGoneFor(task, need) || !state.isFinal()) {
            names.add(job.nameOf(task) + (state == TaskState.FAILED ? ", which has failed for good" : ""));
        }
    }

    private static List<String> story(JobLedger job, int task) {
        return job.story(task).stream().map(Explainer::tell).toList();
    }

    private static String tell(JobEvent event) {
        if (event instanceof JobEvent.TaskSucceeded done) {
            return "attempt " + done.number() + " succeeded on " + done.node() + " in " + done.micros() + " us";
        }
        if (event instanceof JobEvent.AttemptFailed failed) {
            return "attempt " + failed.number() + " failed on " + failed.node() + ": " + failed.failure()
                    + FurtherTries.asked(failed.failure());
        }
        if (event instanceof JobEvent.TaskInherited inherited
                && inherited.value().isAbsent()) {
            return "job " + inherited.source() + " has no value of it, and what reads it can do without";
        }
        if (event instanceof JobEvent.TaskInherited inherited) {
            return "its value was taken from job " + inherited.source();
        }
        if (event instanceof JobEvent.CopyBegun copy) {
            return "a copy of attempt " + copy.number() + " was begun on " + copy.node() + ": it had run for "
                    + Stragglers.usual(copy.ranMillis(), copy.usualMillis());
        }
        if (event instanceof JobEvent.AttemptDropped dropped) {
            return "attempt " + dropped.number() + " came to nothing on " + dropped.node()
                    + ", while the other of the two went on: " + dropped.why();
        }
        if (event instanceof JobEvent.AttemptLost lost) {
            return "attempt " + lost.number() + " was lost with " + lost.node();
        }
        if (event instanceof JobEvent.AttemptVoted voted) {
            return "attempt " + voted.number() + " on " + voted.node() + " made " + Ballots.shortened(voted.digest())
                    + " of it in " + voted.micros() + " us";
        }
        if (event instanceof JobEvent.NodeOutvoted outvoted) {
            return outvoted.node() + " was outvoted";
        }
        if (event instanceof JobEvent.AloneBegun begun) {
            return "attempt " + begun.number() + " began on " + begun.node() + ", where nothing else ran";
        }
        if (event instanceof JobEvent.AttemptReturned returned) {
            return "attempt " + returned.number() + " was given back by " + returned.node();
        }
        if (event instanceof JobEvent.NodeDied died) {
            return died.node() + " had died, and attempt " + died.number() + " may have run there";
        }
        if (event instanceof JobEvent.ValueLost) {
            return "its value was lost and is made again";
        }
        if (event instanceof JobEvent.ValueMoved moved) {
            return "its value was moved to " + moved.node();
        }
        if (event instanceof JobEvent.TasksAdded added) {
            return "added " + added.blueprint().size() + (added.blueprint().size() == 1 ? " task" : " tasks");
        }
        return event.getClass().getSimpleName();
    }
}
