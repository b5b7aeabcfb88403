package dev.sampo.wire;

import dev.sampo.dag.Problem;
import dev.sampo.job.JobEvent;
import dev.sampo.job.JobStatus;
import dev.sampo.job.TaskState;
import dev.sampo.job.Value;
import dev.sampo.planning.Answer;
import dev.sampo.planning.Explanation;
import dev.sampo.planning.JobExplanation;
import dev.sampo.planning.JobSummary;
import dev.sampo.planning.Outlook;
import dev.sampo.planning.TaskSummary;
import dev.sampo.planning.Times;
import java.util.Optional;

/** What clients are told. */
final class AnswerCodecs {

    private static final Problem.Kind[] PROBLEMS = Problem.Kind.values();
    static final TaskState[] STATES = TaskState.values();
    static final JobStatus[] STATUSES = JobStatus.values();

    private AnswerCodecs() {}

    static void addTo(Table table) {
        table.add(20, ToClient.class, (out, told) -> out.any(told.answer()), in -> new ToClient(in.any(Answer.class)));
        addOfJobs(table);
        addOfTasks(table);
    }

    private static void addOfJobs(Table table) {
        table.add(
                30,
                Answer.Accepted.class,
                (out, accepted) -> {
                    out.job(accepted.job());
                    out.flag(accepted.existing());
                },
                in -> new Answer.Accepted(in.job(), in.flag()));
        table.add(
                31,
                Answer.Rejected.class,
                (out, rejected) -> {
                    out.job(rejected.job());
                    out.list(rejected.problems(), AnswerCodecs::problem);
                },
                in -> new Answer.Rejected(in.job(), in.list("problems", 3, AnswerCodecs::problem)));
        table.add(32, Answer.NoSuchJob.class, (out, none) -> out.job(none.job()), in -> new Answer.NoSuchJob(in.job()));
        table.add(
                33,
                Answer.Busy.class,
                (out, busy) -> {
                    out.job(busy.job());
                    out.text(busy.why());
                    out.count(busy.retryAfterMillis());
                },
                in -> new Answer.Busy(in.job(), in.text(), in.longCount()));
        table.add(
                34,
                Answer.Cancelling.class,
                (out, cancelling) -> {
                    out.job(cancelling.job());
                    out.constant(cancelling.status());
                },
                in -> new Answer.Cancelling(in.job(), in.constant(STATUSES)));
        table.add(
                112,
                Answer.Steered.class,
                (out, steered) -> {
                    out.job(steered.job());
                    out.constant(steered.status());
                },
                in -> new Answer.Steered(in.job(), in.constant(STATUSES)));
        table.add(
                35,
                Answer.Status.class,
                (out, status) -> summary(out, status.summary()),
                in -> new Answer.Status(summary(in)));
        table.add(
                36,
                Answer.Jobs.class,
                (out, jobs) -> out.list(jobs.summaries(), AnswerCodecs::summary),
                in -> new Answer.Jobs(in.list("summaries", 28, AnswerCodecs::summary)));
        table.add(
                44,
                Answer.NotWritten.class,
                (out, refused) -> {
                    out.job(refused.job());
                    out.text(refused.why());
                },
                in -> new Answer.NotWritten(in.job(), in.text()));
        table.add(
                40,
                Answer.JobOver.class,
                (out, over) -> {
                    out.job(over.job());
                    out.constant(over.status());
                    out.text(over.reason());
                },
                in -> new Answer.JobOver(in.job(), in.constant(STATUSES), in.text()));
        table.add(
                42,
                Answer.Events.class,
                (out, events) -> {
                    out.job(events.job());
                    out.count(events.fromSequence());
                    out.mixed(events.events());
                    out.count(events.next());
                    out.flag(events.last());
                },
                in -> new Answer.Events(
                        in.job(),
                        in.longCount(),
                        in.mixed("events", FactCodecs.BYTES_MIN, JobEvent.class),
                        in.longCount(),
                        in.flag()));
    }

    private static void addOfTasks(Table table) {
        table.add(
                37,
                Answer.TaskValue.class,
                (out, found) -> {
                    out.job(found.job());
                    out.task(found.task());
                    out.any(found.value());
                },
                in -> new Answer.TaskValue(in.job(), in.task(), in.any(Value.class)));
        table.add(
                38,
                Answer.TaskElements.class,
                (out, elements) -> {
                    out.job(elements.job());
                    out.task(elements.task());
                    out.task(elements.firstTask());
                    out.count(elements.count());
                },
                in -> new Answer.TaskElements(in.job(), in.task(), in.task(), in.count()));
        table.add(
                39,
                Answer.TaskFailed.class,
                (out, failed) -> {
                    out.job(failed.job());
                    out.text(failed.task());
                    out.count(failed.number());
                    out.text(failed.node());
                    LinkCodecs.failure(out, failed.failure());
                },
                in -> new Answer.TaskFailed(in.job(), in.text(), in.count(), in.text(), LinkCodecs.failure(in)));
        table.add(
                41,
                Answer.Values.class,
                (out, values) -> {
                    out.job(values.job());
                    out.task(values.firstTask());
                    out.mixed(values.values());
                },
                in -> new Answer.Values(
                        in.job(), in.task(), in.mixed("values", LinkCodecs.VALUE_BYTES_MIN, Value.class)));
        table.add(
                133,
                Answer.JobExplained.class,
                (out, explained) -> jobExplanation(out, explained.explanation()),
                in -> new Answer.JobExplained(jobExplanation(in)));
        table.add(
                43,
                Answer.Explained.class,
                (out, explained) -> explanation(out, explained.explanation()),
                in -> new Answer.Explained(explanation(in)));
        table.add(
                142,
                Answer.Tasks.class,
                (out, tasks) -> {
                    out.job(tasks.job());
                    out.count(tasks.total());
                    out.list(tasks.tasks(), AnswerCodecs::task);
                    out.count(tasks.next());
                },
                in -> new Answer.Tasks(in.job(), in.count(), in.list("tasks", 6, AnswerCodecs::task), in.count()));
    }

    private static void problem(WireWriter out, Problem problem) {
        out.constant(problem.kind());
        out.text(problem.where());
        out.text(problem.what());
    }

    private static Problem problem(WireReader in) {
        return new Problem(in.constant(PROBLEMS), in.text(), in.text());
    }

    private static void summary(WireWriter out, JobSummary summary) {
        out.job(summary.job());
        out.text(summary.name());
        out.constant(summary.status());
        out.text(summary.reason());
        out.count(summary.tasks());
        out.count(summary.succeeded());
        out.count(summary.assigned());
        out.count(summary.ready());
        out.count(summary.waiting());
        out.count(summary.failed());
        out.count(summary.skipped());
        out.count(summary.failures());
        out.time(summary.acceptedAt());
        out.time(summary.endedAt());
        out.flag(summary.ranLocally().isPresent());
        summary.ranLocally().ifPresent(locally -> {
            out.text(locally.node());
            out.count(locally.tasks());
        });
        out.digest(summary.graph());
        out.text(summary.tenant());
    }

    private static JobSummary summary(WireReader in) {
        return new JobSummary(
                in.job(),
                in.text(),
                in.constant(STATUSES),
                in.text(),
                in.count(),
                in.count(),
                in.count(),
                in.count(),
                in.count(),
                in.count(),
                in.count(),
                in.longCount(),
                in.time(),
                in.time(),
                in.flag() ? Optional.of(new JobSummary.RanLocally(in.text(), in.count())) : Optional.empty(),
                in.digest(),
                in.text());
    }

    private static void task(WireWriter out, TaskSummary task) {
        out.count(task.number());
        out.text(task.name());
        out.constant(task.state());
        out.text(task.node());
        out.count(task.failures());
        out.count(task.losses());
    }

    private static TaskSummary task(WireReader in) {
        return new TaskSummary(in.count(), in.text(), in.constant(STATES), in.text(), in.count(), in.count());
    }

    private static void explanation(WireWriter out, Explanation explanation) {
        out.job(explanation.job());
        out.text(explanation.task());
        out.constant(explanation.state());
        out.text(explanation.summary());
        out.list(explanation.waitingFor(), WireWriter::text);
        out.count(explanation.position());
        out.text(explanation.placement());
        out.list(explanation.candidates(), (to, candidate) -> {
            to.text(candidate.node());
            to.flag(candidate.fits());
            to.text(candidate.why());
        });
        out.list(explanation.story(), WireWriter::text);
        out.text(explanation.late());
    }

    private static Explanation explanation(WireReader in) {
        return new Explanation(
                in.job(),
                in.text(),
                in.constant(STATES),
                in.text(),
                in.list("names", 1, WireReader::text),
                in.count(),
                in.text(),
                in.list("candidates", 3, each -> new Explanation.Candidate(each.text(), each.flag(), each.text())),
                in.list("lines of a story", 1, WireReader::text),
                in.text());
    }

    private static void jobExplanation(WireWriter out, JobExplanation explanation) {
        out.job(explanation.job());
        out.constant(explanation.status());
        out.text(explanation.summary());
        out.count(explanation.millis());
        times(out, explanation.times());
        out.list(explanation.path(), (to, step) -> {
            to.text(step.task());
            to.count(step.at());
            times(to, step.times());
        });
        Outlook outlook = explanation.outlook();
        out.flag(outlook.isKnown());
        out.count(outlook.isKnown() ? outlook.millis() : 0);
        out.count(outlook.left());
        out.count(outlook.unknown());
        out.text(outlook.because());
    }

    private static JobExplanation jobExplanation(WireReader in) {
        return new JobExplanation(
                in.job(),
                in.constant(STATUSES),
                in.text(),
                in.longCount(),
                times(in),
                in.list("steps", 7, each -> new JobExplanation.Step(each.text(), each.longCount(), times(each))),
                outlook(in));
    }

    private static Outlook outlook(WireReader in) {
        boolean isKnown = in.flag();
        long millis = in.longCount();
        return new Outlook(isKnown ? millis : Outlook.UNKNOWN, in.count(), in.count(), in.text());
    }

    private static void times(WireWriter out, Times times) {
        out.count(times.running());
        out.count(times.inLine());
        out.count(times.onTheWay());
        out.count(times.inVain());
        out.count(times.paused());
    }

    private static Times times(WireReader in) {
        return new Times(in.longCount(), in.longCount(), in.longCount(), in.longCount(), in.longCount());
    }
}
