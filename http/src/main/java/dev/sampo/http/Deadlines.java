package dev.sampo.http;

import dev.sampo.JobById;
import dev.sampo.http.api.JobView;
import dev.sampo.planning.JobExplanation;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Says to who submits a job whether it can be done in time, as far as that is known. Others that come may only make it later. */
final class Deadlines {
    private Deadlines() {}

    /** How a job stands that was submitted a moment ago. */
    static CompletionStage<JobView> submitted(JobById job, Optional<Instant> deadline) {
        CompletionStage<Optional<String>> late = deadline.map(wanted -> late(job, wanted))
                .orElseGet(() -> CompletableFuture.completedFuture(Optional.empty()));
        return job.status()
                .thenCombine(
                        late,
                        (status, words) -> JobView.of(
                                status, words.filter(told -> !status.status().isFinal())));
    }

    /** It is submitted all the same when that cannot be told. */
    private static CompletionStage<Optional<String>> late(JobById job, Instant wanted) {
        return job.explain().thenApply(why -> late(why, wanted)).exceptionally(unknown -> Optional.empty());
    }

    private static Optional<String> late(JobExplanation why, Instant wanted) {
        long millis = why.outlook().isKnown() ? why.outlook().millis() : 0;
        return Optional.of(Instant.now().plusMillis(millis))
                .filter(notBefore -> notBefore.isAfter(wanted))
                .map(notBefore -> "it is wanted by " + wanted + ", and will be done not before "
                        + notBefore.truncatedTo(ChronoUnit.SECONDS));
    }
}
