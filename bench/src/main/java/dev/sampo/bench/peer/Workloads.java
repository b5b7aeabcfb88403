package dev.sampo.bench.peer;

import dev.sampo.Sampo;
import dev.sampo.bench.peer.LineProtocol.Request;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Submits the graph a request names and adds the values it gets back: the client holds every one of them. */
final class Workloads {
    private final Sampo sampo;

    Workloads(Sampo sampo) {
        this.sampo = sampo;
    }

    long run(Request request) {
        return switch (request.name()) {
            case "W1" -> sum(Graphs.flat(request.number("n")));
            case "W2" -> value(Graphs.chain(request.number("n")));
            case "W3" -> value(Graphs.tree(request.number("d")));
            case "W4" ->
                ValueRules.unsignedSum(values(Graphs.grid(
                        Pattern.named(request.text("pattern")),
                        request.number("width"),
                        request.number("steps"),
                        request.number("iters"))));
            case "W5" -> ValueRules.sum(values(Graphs.data()));
            case "W7" -> sum(Graphs.naps(request.number("n"), request.number("ms"), request.text("log")));
            case "PEAK" -> ValueRules.sum(values(Graphs.kernels(request.number("iters"))));
            default ->
                throw new IllegalArgumentException(
                        "\"" + request.name() + "\" is no workload; there are W1 to W5, W7, PEAK, PIDS and QUIT");
        };
    }

    private long sum(Graphs.Mapped graph) {
        return ValueRules.sum(sampo.submit(graph.dag()).await(graph.ends()));
    }

    private long value(Graphs.Single graph) {
        return sampo.submit(graph.dag()).await(graph.end());
    }

    private List<Long> values(Graphs.Many graph) {
        var job = sampo.submit(graph.dag());
        List<CompletionStage<Long>> coming =
                graph.ends().stream().map(job::result).toList();
        List<Long> values = new ArrayList<>(coming.size());
        coming.forEach(value -> values.add(value.toCompletableFuture().join()));
        return values;
    }
}
