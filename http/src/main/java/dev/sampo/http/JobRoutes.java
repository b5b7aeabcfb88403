package dev.sampo.http;

import dev.sampo.JobById;
import dev.sampo.Sampo;
import dev.sampo.SampoException;
import dev.sampo.file.Nearest;
import dev.sampo.http.api.ExplanationView;
import dev.sampo.http.api.JobExplanationView;
import dev.sampo.http.api.JobView;
import dev.sampo.http.api.JobsView;
import dev.sampo.http.api.Requests;
import dev.sampo.http.api.StatusView;
import dev.sampo.http.api.TasksView;
import dev.sampo.job.JobStatus;
import dev.sampo.job.TaskState;
import dev.sampo.membership.NodeLoad;
import dev.sampo.planning.JobExplanation;
import dev.sampo.planning.JobSummary;
import dev.sampo.planning.TaskQuery;
import dev.sampo.planning.TaskSummary;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;

/** Jobs: which there are, how and why they stand, and what is to become of them. */
final class JobRoutes {
    private static final int JOBS_USUAL = 100;
    private static final int JOBS_MAX = 1_000;
    private static final int TASKS_USUAL = 100;
    private static final int TASKS_MAX = 1_000;
    private static final int EXPLAINED_MAX = 3;
    /** Of the states of tasks, those that tell why a job has not succeeded come first. */
    private static final List<TaskState> TELLING =
            List.of(TaskState.FAILED, TaskState.RETRYING, TaskState.READY, TaskState.ASSIGNED, TaskState.BLOCKED);

    private final Sampo sampo;
    private final Duration waitMax;
    private final Fleet fleet;

    JobRoutes(Sampo sampo, Duration waitMax, Fleet fleet) {
        this.sampo = sampo;
        this.waitMax = waitMax;
        this.fleet = fleet;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/v1/jobs", "Jobs, running and ended, the latest first", JobsView.class, call -> jobs(call)
                                .thenApply(Reply::ok))
                        .query(Parameter.oneOf("status", JobStatus.values(), "only those"))
                        .query(Parameter.text("name", "only those whose id or name contains this"))
                        .query(Parameter.limit(JOBS_USUAL, JOBS_MAX))
                        .query(Parameter.text(
                                "after", "those that follow this job: what the page before gave as next")),
                Route.get("/v1/jobs/{job}", "One job", JobView.class, known(this::job))
                        .query(Parameter.lasting(
                                "wait",
                                waitMax,
                                "how long to wait for its end before answering, such as 10s; at most "
                                        + waitMax.toSeconds() + "s")),
                Route.get(
                                "/v1/jobs/{job}/tasks",
                                "The tasks of a job, in their order",
                                TasksView.class,
                                known(this::tasks))
                        .query(Parameter.oneOf("state", TaskState.values(), "only those"))
                        .query(Parameter.whole(
                                        "from",
                                        0,
                                        Integer.MAX_VALUE,
                                        "from this number on: what the page before gave as next")
                                .usually(0))
                        .query(Parameter.limit(TASKS_USUAL, TASKS_MAX)),
                Route.get(
                                "/v1/jobs/{job}/explanation",
                                "Why a job stands where it stands: the tasks that tell most, explained",
                                JobExplanationView.class,
                                known(this::why))
                        .query(Parameter.oneOf(
                                "tasks",
                                List.of("off"),
                                "off for none of them: only how it stands, and when it will be done")),
                Route.get(
                        "/v1/jobs/{job}/tasks/{task}/explanation",
                        "Why a task is where it is: why waiting, why here, why again",
                        ExplanationView.class,
                        this::whyTask),
                steer(
                        "cancel",
                        "Asks for the end of a job; what runs is interrupted",
                        Requests.Cancel.class,
                        (job, call) -> {
                            String reason = call.body(Requests.Cancel.class).reason();
                            return job.cancel(reason == null ? "asked for over HTTP" : reason);
                        }),
                steer("pause", "Lets nothing more of a job begin", Requests.Nothing.class, (job, call) -> {
                    call.body(Requests.Nothing.class);
                    return job.pause();
                }),
                steer("resume", "Ends a pause", Requests.Nothing.class, (job, call) -> {
                    call.body(Requests.Nothing.class);
                    return job.resume();
                }),
                Route.change(
                        "POST",
                        "/v1/jobs/{job}/rerun",
                        "Runs tasks, and all that depends on them, again: in a new job, which has the rest from this one",
                        Requests.Rerun.class,
                        JobView.class,
                        known(this::rerun)));
    }

    private interface Question {
        CompletionStage<?> ask(JobById job, Call call);
    }

    private interface Steer {
        CompletionStage<JobStatus> steer(JobById job, Call call);
    }

    private Route steer(String verb, String summary, Class<?> body, Steer steer) {
        Question question = (job, call) -> steer.steer(job, call)
                .thenApply(status -> new StatusView(job.id(), status.name().toLowerCase(Locale.ROOT)));
        return Route.change("POST", "/v1/jobs/{job}/" + verb, summary, body, StatusView.class, known(question));
    }

    private Handler known(Question question) {
        return call -> {
            JobById job = sampo.job(call.path("job"));
            return naming(job, question.ask(job, call).<Reply>thenApply(Reply::ok));
        };
    }

    /** Asks for something of the task that a path names. */
    <T> CompletionStage<T> ofTask(Call call, BiFunction<JobById, String, CompletionStage<T>> question) {
        JobById job = sampo.job(call.path("job"));
        String task = call.path("task");
        return naming(job, job.status().thenCompose(there -> question.apply(job, task)
                .toCompletableFuture()
                .exceptionallyCompose(failure -> nearTask(job, task, failure))));
    }

    /** Of a job that there is not, those are named that may be meant. */
    private <T> CompletionStage<T> naming(JobById job, CompletionStage<T> answer) {
        return answer.toCompletableFuture().exceptionallyCompose(failure -> near(job, failure));
    }

    <T> CompletionStage<T> near(JobById job, Throwable failure) {
        Throwable cause = SampoException.causeOf(failure);
        if (!(cause instanceof SampoException.NotFound)) {
            return CompletableFuture.failedFuture(failure);
        }
        return sampo.jobSummariesAsync().thenApply(all -> {
            String hint =
                    Nearest.hint(job.id(), all.stream().map(one -> one.job().value()));
            throw Problem.of(404, "NO_SUCH_JOB", cause.getMessage() + hint).refusal();
        });
    }

    private CompletionStage<JobsView> jobs(Call call) {
        int limit = call.number("limit");
        Optional<JobStatus> status = call.query("status").map(name -> Parameter.constant(name, JobStatus.values()));
        String part = call.query("name").orElse("");
        return sampo.jobSummariesAsync()
                .thenCompose(all -> page(
                        all.stream()
                                .filter(job -> status.isEmpty() || status.get() == job.status())
                                .filter(job -> job.name().contains(part)
                                        || job.job().value().contains(part))
                                .toList(),
                        call.query("after").orElse(""),
                        limit));
    }

    private CompletionStage<JobsView> page(List<JobSummary> all, String after, int limit) {
        int from = 0;
        for (int i = 0; i < all.size() && !after.isEmpty(); i++) {
            from = all.get(i).job().value().equals(after) ? i + 1 : from;
        }
        if (from == 0 && !after.isEmpty()) {
            throw new IllegalArgumentException("after=" + after + " is no job that matches; begin again without it");
        }
        List<JobSummary> some = all.subList(from, Math.min(all.size(), from + limit));
        boolean hasMore = from + some.size() < all.size();
        return views(some)
                .thenApply(views -> new JobsView(
                        views,
                        all.size(),
                        hasMore ? some.get(some.size() - 1).job().value() : null));
    }

    /** Nodes are only asked for what may wait on them. */
    private CompletionStage<List<JobView>> views(List<JobSummary> jobs) {
        boolean mayWait = jobs.stream().anyMatch(job -> !job.status().isFinal() && job.assigned() > 0);
        CompletionStage<List<NodeLoad.Awaited>> awaits =
                mayWait ? fleet.awaits() : CompletableFuture.completedFuture(List.of());
        return awaits.thenApply(all -> jobs.stream()
                .map(job -> JobView.of(
                        job,
                        all.stream()
                                .filter(each -> each.job().equals(job.job()))
                                .toList()))
                .toList());
    }

    private CompletionStage<JobView> view(JobSummary job) {
        return views(List.of(job)).thenApply(views -> views.get(0));
    }

    private CompletionStage<JobView> job(JobById job, Call call) {
        Duration wait = call.duration("wait");
        CompletionStage<?> ended = wait.isZero() ? CompletableFuture.completedFuture(null) : job.ended(wait);
        return ended.thenCompose(over -> job.status()).thenCompose(this::view);
    }

    private CompletionStage<TasksView> tasks(JobById job, Call call) {
        var state = call.query("state").map(name -> Parameter.constant(name, TaskState.values()));
        return job.tasks(new TaskQuery("", state), call.number("from"), call.number("limit"))
                .thenApply(TasksView::of);
    }

    private CompletionStage<JobExplanationView> why(JobById job, Call call) {
        List<TaskState> states = call.query("tasks").isPresent() ? List.of() : TELLING;
        return job.status()
                .thenCompose(this::view)
                .thenCombine(job.explain(), Why::new)
                .thenCompose(why -> told(job, why, states));
    }

    private record Why(JobView job, JobExplanation explanation) {
        JobExplanationView view(String because, List<ExplanationView> tasks) {
            return new JobExplanationView(
                    job,
                    explanation.text(),
                    explanation.outlook().toString(),
                    explanation.outlook().isKnown() ? explanation.outlook().millis() : null,
                    because,
                    tasks);
        }
    }

    private CompletionStage<JobExplanationView> told(JobById job, Why why, List<TaskState> states) {
        String status = why.job().status();
        if (states.isEmpty() || status.equals("succeeded")) {
            return CompletableFuture.completedFuture(why.view(status, List.of()));
        }
        TaskState state = states.get(0);
        return some(job, state, 0)
                .thenCompose(tasks -> tasks.isEmpty()
                        ? told(job, why, states.subList(1, states.size()))
                        : explained(job, tasks)
                                .thenApply(all -> why.view(state.name().toLowerCase(Locale.ROOT), all)));
    }

    /** A large job is looked through piece by piece. */
    private static CompletionStage<List<TaskSummary>> some(JobById job, TaskState state, int from) {
        return job.tasks(TaskQuery.in(state), from, EXPLAINED_MAX)
                .thenCompose(found -> found.tasks().isEmpty() && found.next() < found.total()
                        ? some(job, state, found.next())
                        : CompletableFuture.completedFuture(found.tasks()));
    }

    private static CompletionStage<List<ExplanationView>> explained(JobById job, List<TaskSummary> tasks) {
        CompletionStage<List<ExplanationView>> all = CompletableFuture.completedFuture(List.of());
        for (TaskSummary task : tasks) {
            all = all.thenCombine(job.explain(task.number()).thenApply(ExplanationView::of), Lists::with);
        }
        return all;
    }

    private CompletionStage<Reply> whyTask(Call call) {
        return ofTask(call, (job, task) -> job.explain(task)).thenApply(why -> Reply.ok(ExplanationView.of(why)));
    }

    private static <T> CompletionStage<T> nearTask(JobById job, String name, Throwable failure) {
        Throwable cause = SampoException.causeOf(failure);
        if (!(cause instanceof SampoException.NotFound)) {
            return CompletableFuture.failedFuture(failure);
        }
        return job.tasks(TaskQuery.ALL, 0, TASKS_MAX).thenApply(some -> {
            String hint = Nearest.hint(name, some.tasks().stream().map(TaskSummary::name));
            throw Problem.of(404, "NO_SUCH_TASK", "job " + job.id() + " has no task \"" + name + "\"" + hint)
                    .refusal();
        });
    }

    private CompletionStage<JobView> rerun(JobById job, Call call) {
        Requests.Rerun wanted = call.body(Requests.Rerun.class);
        if (wanted.tasks() == null || wanted.tasks().isEmpty()) {
            throw new IllegalArgumentException("tasks is empty; name at least one task to run again");
        }
        String name = wanted.name() == null ? call.keyOrAny() : wanted.name();
        return job.rerun(wanted.tasks(), name).thenCompose(JobById::status).thenApply(JobView::of);
    }
}
