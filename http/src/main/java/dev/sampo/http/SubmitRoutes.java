package dev.sampo.http;

import dev.sampo.JobById;
import dev.sampo.Sampo;
import dev.sampo.dag.InvalidDag;
import dev.sampo.file.Format;
import dev.sampo.file.JobFile;
import dev.sampo.http.api.JobView;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Jobs that come as they are written down in files. */
final class SubmitRoutes {
    private final Sampo sampo;

    SubmitRoutes(Sampo sampo) {
        this.sampo = sampo;
    }

    List<Route> routes() {
        return List.of(Route.change(
                        "POST",
                        "/v1/jobs",
                        "Submits a job; again with the same id and content it is the same job. Answered when it is on stable"
                                + " storage",
                        JobFile.class,
                        JobView.class,
                        this::submit)
                .large());
    }

    private CompletionStage<Reply> submit(Call call) {
        var file = JobFile.read("", call.body(), Format.JSON);
        return submitted(file)
                .thenCompose(JobById::status)
                .thenApply(JobView::of)
                .thenApply(Reply::ok);
    }

    private CompletionStage<JobById> submitted(JobFile file) {
        try {
            return sampo.submitAsync(file.dag(), file.options());
        } catch (InvalidDag invalid) {
            throw file.explained(invalid);
        }
    }
}
