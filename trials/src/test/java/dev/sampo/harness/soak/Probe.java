package dev.sampo.harness.soak;

import dev.sampo.Sampo;
import dev.sampo.harness.Cluster;
import dev.sampo.harness.history.Entry.Moment;
import dev.sampo.harness.history.Entry.Run;
import dev.sampo.job.JobStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** A job that is under way while something is done to the cluster. */
record Probe(Trial trial, Caller caller, RandomJob job) {
    private static final AtomicInteger PROBES = new AtomicInteger();

    /** Makes up an id, and submits until somebody accepts it. */
    static Probe submit(Trial trial, RandomJob job) {
        Cluster cluster = trial.cluster();
        var caller = new Caller("probe-" + PROBES.incrementAndGet(), Trial.CLIENT, cluster::client, trial.recorder());
        caller.declare(job);
        cluster.until("job " + job.id() + " is accepted", () -> caller.submit(job));
        return new Probe(trial, caller, job);
    }

    /** One that cannot end before {@link #open}. */
    static Probe gated(Trial trial, String id, Path histories) {
        return submit(trial, Graphs.gated(id, gate(histories, id), histories));
    }

    private static Path gate(Path histories, String id) {
        return histories.resolve(id + ".open");
    }

    /** Lets a gated one go on. */
    void open(Path histories) {
        try {
            Files.createFile(gate(histories, job.id()));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** The node that schedules it now, when there is one. */
    static OptionalInt schedulerOf(Cluster cluster, String job) throws ExecutionException, InterruptedException {
        Sampo client = cluster.client();
        String host = client.schedulerOf(job).toCompletableFuture().get().orElse("");
        return IntStream.range(0, cluster.size())
                .filter(node -> cluster.address(node).equals(host))
                .findFirst();
    }

    /** The node that schedules it now. */
    int scheduler() {
        return schedulerBut(-1);
    }

    /** Another node than this one, as soon as one schedules it. */
    int schedulerBut(int other) {
        var found = new int[1];
        trial.cluster().until("a node schedules " + job.id(), () -> {
            OptionalInt node = schedulerOf(trial.cluster(), job.id());
            found[0] = node.orElse(other);
            return found[0] != other;
        });
        return found[0];
    }

    void awaitSuccess() {
        trial.cluster().until("job " + job.id() + " succeeds", () -> {
            var end = caller.end(job);
            if (end.isPresent() && end.get() != JobStatus.SUCCEEDED) {
                trial.find("P1", "job " + job.id() + " ended as " + end.get());
            }
            return end.isPresent();
        });
    }

    /** What its bodies have said so far. */
    List<Run> runs() throws IOException {
        return trial.history().all(Run.class).stream()
                .filter(run -> run.job().equals(job.id()))
                .toList();
    }

    /** Waits until one of its tasks runs on the node. */
    void awaitRunOn(int node) {
        String name = trial.cluster().name(node);
        trial.cluster().until("a task of " + job.id() + " runs on " + name, () -> running(runs(), name) > 0);
    }

    private static long running(List<Run> runs, String node) {
        return runs.stream()
                .filter(run -> run.p().equals(node))
                .mapToInt(run -> run.f() == Moment.START ? 1 : -1)
                .sum();
    }
}
