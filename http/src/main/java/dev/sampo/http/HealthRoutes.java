package dev.sampo.http;

import dev.sampo.Sampo;
import dev.sampo.link.Availability;
import dev.sampo.membership.NodeEntry;
import dev.sampo.membership.NodeStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Whether this node lives and may be given work, for whoever starts and stops processes: they have no token. */
final class HealthRoutes {
    /** However many ask, the cluster is asked no more often. */
    private static final long FRESH_NANOS = Duration.ofSeconds(1).toNanos();

    private static final Health OK = new Health("ok");

    private final Sampo sampo;
    private CompletableFuture<Boolean> guided;
    private long guidedAt;

    HealthRoutes(Sampo sampo) {
        this.sampo = sampo;
    }

    /** @param status "ok"; of what is not, a problem tells */
    record Health(String status) {}

    List<Route> routes() {
        return List.of(
                Route.get(
                                "/health/live",
                                "Whether this process does its work, or should be ended",
                                Health.class,
                                call -> answer(ended()))
                        .only(Route.Access.EVERYBODY),
                Route.get(
                                "/health/ready",
                                "Whether this node may be given work and questions",
                                Health.class,
                                call -> ready())
                        .only(Route.Access.EVERYBODY));
    }

    private Optional<String> ended() {
        return sampo.ended().toCompletableFuture().isDone()
                ? Optional.of("this node has ended, and its process should, too")
                : Optional.empty();
    }

    private CompletionStage<Reply> ready() {
        Optional<String> fault = ended().or(this::apart).or(this::leaving);
        if (fault.isPresent()) {
            return answer(fault);
        }
        return guided().thenCompose(isGuided ->
                answer(isGuided ? Optional.empty() : Optional.of("the cluster does not say where its schedulers are")));
    }

    private synchronized CompletionStage<Boolean> guided() {
        long now = System.nanoTime();
        boolean isFresh = guided != null && now - guidedAt < FRESH_NANOS;
        if (!isFresh && (guided == null || guided.isDone())) {
            guidedAt = now;
            guided = sampo.findsSchedulers().toCompletableFuture();
        }
        return guided;
    }

    private Optional<String> apart() {
        boolean isMember = sampo.nodes().stream().anyMatch(this::isThisOneAndThere);
        return isMember ? Optional.empty() : Optional.of("this node is no member of its cluster, or not any more");
    }

    private boolean isThisOneAndThere(NodeEntry entry) {
        return entry.presence().node().value().equals(sampo.node()) && entry.status() != NodeStatus.OFFLINE;
    }

    private Optional<String> leaving() {
        return sampo.load().state().availability() == Availability.ACTIVE
                ? Optional.empty()
                : Optional.of("this node takes nothing new on");
    }

    private static CompletionStage<Reply> answer(Optional<String> fault) {
        return fault.<CompletionStage<Reply>>map(why -> CompletableFuture.failedFuture(
                        Problem.of(503, "NOT_READY", why).refusal()))
                .orElse(CompletableFuture.completedFuture(Reply.ok(OK)));
    }
}
