package dev.sampo.http;

import dev.sampo.JobById;
import dev.sampo.Sampo;
import dev.sampo.SubmitOptions;
import dev.sampo.dag.InvalidDag;
import dev.sampo.file.Format;
import dev.sampo.file.JobFile;
import dev.sampo.http.api.JobView;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Jobs that come as they are written down in files. */
final class SubmitRoutes {
    private final Sampo sampo;
    private final JobRoutes jobs;

    SubmitRoutes(Sampo sampo, JobRoutes jobs) {
        this.sampo = sampo;
        this.jobs = jobs;
    }

    List<Route> routes() {
        return List.of(submit(), fork());
    }

    private Route submit() {
        return Route.change(
                        "POST",
                        "/v1/jobs",
                        "Submits a job; again with the same id and content it is the same job. Answered when it is on stable"
                                + " storage",
                        JobFile.class,
                        JobView.class,
                        this::submit)
                .large()
                .only(Route.Access.TOKEN);
    }

    private Route fork() {
        return Route.change(
                        "POST",
                        "/v1/jobs/{job}/fork",
                        "A new job that differs from this one, for the same tenant and under the same priority: what is the same"
                                + " there is not made again",
                        JobFile.class,
                        JobView.class,
                        this::fork)
                .query(Parameter.text(
                        "name",
                        "of the fork, after the id of this job: the same again is the same job; made up when left out"))
                .large()
                .only(Route.Access.TOKEN);
    }

    private CompletionStage<Reply> fork(Call call) {
        var file = JobFile.read("", call.body(), Format.JSON);
        String name = call.query("name").orElseGet(call::keyOrAny);
        JobById job = sampo.job(call.path("job"));
        return explaining(file, () -> job.fork(file.dag(), name))
                .thenCompose(JobById::status)
                .thenApply(JobView::of)
                .<Reply>thenApply(Reply::ok)
                .toCompletableFuture()
                .exceptionallyCompose(failure -> jobs.near(job, failure));
    }

    private CompletionStage<Reply> submit(Call call) {
        var file = JobFile.read("", call.body(), Format.JSON);
        return explaining(file, () -> sampo.submitAsync(file.dag(), named(file, call)))
                .thenCompose(job -> Deadlines.submitted(job, file.options().deadline()))
                .thenApply(Reply::ok);
    }

    private static SubmitOptions named(JobFile file, Call call) {
        Optional<String> id = file.options().id();
        return id.isPresent()
                ? file.options()
                : call.key()
                        .map(key -> file.options().id(file.dag().name() + "-" + key))
                        .orElse(file.options());
    }

    private static CompletionStage<JobById> explaining(JobFile file, Supplier<CompletionStage<JobById>> submit) {
        try {
            return submit.get();
        } catch (InvalidDag invalid) {
            throw file.explained(invalid);
        }
    }
}
