package dev.sampo.http;

import dev.sampo.Breaker;
import dev.sampo.Sampo;
import dev.sampo.http.api.BreakersView;
import dev.sampo.http.api.Requests;
import dev.sampo.resilience.Forced;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletionStage;

/** Breakers: how they are, and how somebody wants them to be. */
final class BreakerRoutes {
    private final Sampo sampo;

    BreakerRoutes(Sampo sampo) {
        this.sampo = sampo;
    }

    List<Route> routes() {
        return List.of(
                Route.get(
                        "/v1/breakers",
                        "Breakers of which there is something to say: of nodes, and of kinds of tasks on them",
                        BreakersView.class,
                        call -> all().thenApply(Reply::ok)),
                Route.change(
                        "PUT",
                        "/v1/nodes/{node}/breaker",
                        "Forces the breaker of a node, or of tasks of one kind there, open or closed, or resets it",
                        Requests.Force.class,
                        BreakersView.class,
                        call -> force(call.path("node"), call.body(Requests.Force.class))
                                .thenApply(Reply::ok)));
    }

    private CompletionStage<BreakersView> all() {
        return sampo.breakersAsync().thenApply(found -> BreakersView.of(found, sampo.partitions()));
    }

    private CompletionStage<BreakersView> force(String node, Requests.Force wanted) {
        if ((wanted.dag() == null) != (wanted.kind() == null)) {
            throw new IllegalArgumentException("name both dag and kind, or neither for the node as a whole");
        }
        Breaker breaker = wanted.dag() == null ? sampo.breaker(node) : sampo.breaker(node, wanted.dag(), wanted.kind());
        return breaker.forceAsync(to(wanted.to()), wanted.why() == null ? "" : wanted.why())
                .thenCompose(done -> all());
    }

    private static Forced.To to(String name) {
        for (Forced.To each : Forced.To.values()) {
            if (each.name().toLowerCase(Locale.ROOT).equals(name)) {
                return each;
            }
        }
        throw new IllegalArgumentException("to " + (name == null ? "is missing" : "\"" + name + "\" is not known")
                + "; give open, closed or none");
    }
}
