package dev.sampo.bench.peer;

import dev.sampo.SampoException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * Runs the peers kit's workloads on a cluster of three JVMs: this one schedules and is the client, two others work with
 * one thread each. Standard output belongs to the kit. With {@code SAMPO_BENCH_DATA=dir} what they keep is on disk there.
 */
public final class PeerDriver {
    private static final String DATA = "SAMPO_BENCH_DATA";
    private static final Duration START_PAUSE = Duration.ofMillis(100);
    private static final Duration START_MAX = Duration.ofSeconds(60);

    private PeerDriver() {}

    public static void main(String[] arguments) throws IOException {
        PrintStream protocol = System.out;
        System.setOut(System.err);
        int port = Member.freePort();
        try (var workers = WorkerProcesses.start(port);
                var sampo = Member.join(Member.scheduler(port, data()))) {
            var workloads = new Workloads(sampo);
            awaitWorkers(workloads);
            long self = ProcessHandle.current().pid();
            var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            new LineProtocol(in, protocol)
                    .serve(
                            workloads::run,
                            Map.of("driver", List.of(self), "scheduler", List.of(self), "workers", workers.pids()));
        }
    }

    static Optional<Path> data() {
        return Optional.ofNullable(System.getenv(DATA)).map(Path::of);
    }

    /** Submits one small task to each worker until both are there to take theirs. */
    private static void awaitWorkers(Workloads workloads) {
        var first = LineProtocol.Request.parse("PEAK iters=1");
        long until = System.nanoTime() + START_MAX.toNanos();
        boolean started = false;
        while (!started) {
            try {
                workloads.run(first);
                started = true;
            } catch (SampoException.Rejected notYet) {
                if (System.nanoTime() > until) {
                    throw notYet;
                }
                LockSupport.parkNanos(START_PAUSE.toNanos());
            }
        }
    }
}
