package dev.sampo.http;

import dev.sampo.Sampo;
import dev.sampo.SubmitOptions;
import dev.sampo.dag.Blueprint;
import dev.sampo.dag.Digest;
import dev.sampo.dag.MalformedBlueprint;
import dev.sampo.http.api.JobView;
import dev.sampo.job.JobOptions;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Jobs whose classes come with them, in a jar. */
final class JarRoutes {
    private final Sampo sampo;

    JarRoutes(Sampo sampo) {
        this.sampo = sampo;
    }

    List<Route> routes() {
        return List.of(Route.change(
                        "POST",
                        "/v1/jars/{jar}/jobs",
                        "Submits a job that ./sampo submit has made of a jar, as application/octet-stream: the bytes of its"
                                + " graph, and behind them those of the jar, which may be left out if the cluster has it;"
                                + " else the answer is 404. The jar is named by the first 32 digits of its SHA-256",
                        byte[].class,
                        JobView.class,
                        this::submit)
                .query(Parameter.whole("graph", 1, Integer.MAX_VALUE, "how many bytes of the body are the graph")
                        .required())
                .query(Parameter.text(
                        "id", "of the job: again with the same content, it is the same job; made up when left out"))
                .query(Parameter.whole(
                                "priority",
                                -JobOptions.PRIORITY_MAX,
                                JobOptions.PRIORITY_MAX,
                                "added to that of each task")
                        .usually(0))
                .query(Parameter.text("tenant", "for whom it runs"))
                .query(Parameter.moment("deadline", "when its result is wanted, such as 2030-01-31T12:00:00Z"))
                .query(Parameter.whole(
                                "failures_allowed",
                                0,
                                Integer.MAX_VALUE,
                                "how many tasks may fail while the others go on")
                        .usually(0))
                .only(Route.Access.TOKEN));
    }

    private CompletionStage<Reply> submit(Call call) {
        Digest digest = Digest.parse(call.path("jar"));
        int size = call.number("graph");
        if (size == 0 || size > call.body().length) {
            throw new IllegalArgumentException("graph=" + size + " says how many of the " + call.body().length
                    + " bytes sent are the graph, so it is 1 to that");
        }
        Blueprint blueprint = graph(Arrays.copyOf(call.body(), size));
        if (blueprint.jar().filter(digest::equals).isEmpty()) {
            throw Problem.of(
                            409,
                            "OTHER_JAR",
                            "the graph was made of "
                                    + blueprint
                                            .jar()
                                            .map(made -> "the jar " + made)
                                            .orElse("no jar") + ", not of "
                                    + digest + "; send it with the jar it was made of")
                    .refusal();
        }
        Optional<byte[]> jar = size == call.body().length
                ? Optional.empty()
                : Optional.of(Arrays.copyOfRange(call.body(), size, call.body().length));
        SubmitOptions options = options(call, blueprint.name());
        return sampo.submitAsync(blueprint, jar, options)
                .thenCompose(job -> Deadlines.submitted(job, options.deadline()))
                .thenApply(Reply::ok);
    }

    private static Blueprint graph(byte[] bytes) {
        try {
            return Blueprint.read(bytes);
        } catch (MalformedBlueprint malformed) {
            throw Problem.of(400, "BAD_GRAPH", malformed.getMessage()).refusal();
        }
    }

    private static SubmitOptions options(Call call, String dag) {
        SubmitOptions options = SubmitOptions.DEFAULTS
                .priority(call.number("priority"))
                .tenant(call.query("tenant").orElse(JobOptions.NO_TENANT))
                .failuresAllowed(call.number("failures_allowed"));
        SubmitOptions named = call.query("id")
                .or(() -> call.key().map(key -> dag + "-" + key))
                .map(options::id)
                .orElse(options);
        return call.query("deadline")
                .map(text -> named.deadline(OffsetDateTime.parse(text).toInstant()))
                .orElse(named);
    }
}
