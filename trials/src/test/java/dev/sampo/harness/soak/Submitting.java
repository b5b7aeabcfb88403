package dev.sampo.harness.soak;

import com.typesafe.config.ConfigFactory;
import dev.sampo.Sampo;
import dev.sampo.harness.history.Recorder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Submits inside another process: a node, or a client of its own. What it submits is drawn again from its id anywhere. */
final class Submitting {
    private static final int CALLERS = 20;

    private Submitting() {}

    /** Inside a node: each once, the accepted ones are given. */
    static ArrayList<String> here(Sampo sampo, String histories, List<String> ids) {
        Path directory = Path.of(histories);
        var accepted = new ArrayList<String>();
        String name = "inside-" + sampo.node() + "-" + System.nanoTime();
        try (Recorder recorder = Recorder.in(directory, name)) {
            var caller = new Caller(name, sampo.node(), () -> sampo, recorder);
            for (String id : ids) {
                RandomJob job = Graphs.random(id, directory);
                caller.declare(job);
                if (caller.submit(job)) {
                    accepted.add(id);
                }
            }
        }
        return accepted;
    }

    /** A client that is killed while it submits: many calls at a time, so that some are between question and answer. */
    static final class Client {
        private Client() {}

        /** @param arguments the histories, what ids begin with, how many each caller submits, the addresses of nodes */
        public static void main(String[] arguments) {
            Path histories = Path.of(arguments[0]);
            String prefix = arguments[1];
            int each = Integer.parseInt(arguments[2]);
            List<String> seeds = Arrays.asList(arguments).subList(3, arguments.length);
            Sampo sampo = Sampo.join(ConfigFactory.parseMap(Map.of(
                            "sampo.node.roles",
                            List.of(),
                            "sampo.journal.home",
                            "replicated",
                            "sampo.cluster.seeds",
                            seeds))
                    .withFallback(ConfigFactory.load()));
            Recorder recorder = Recorder.in(histories, prefix);
            for (int i = 0; i < CALLERS; i++) {
                var caller = new Caller(prefix + "-" + i, Trial.CLIENT, () -> sampo, recorder);
                Trial.thread("caller", () -> {
                    for (int number = 0; number < each; number++) {
                        RandomJob job = Graphs.random(caller.name() + "-" + number, histories);
                        caller.declare(job);
                        if (caller.submit(job)) {
                            System.out.println("accepted " + job.id());
                        }
                    }
                });
            }
            sampo.ended().toCompletableFuture().join();
        }
    }
}
