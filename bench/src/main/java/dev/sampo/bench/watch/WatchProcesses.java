package dev.sampo.bench.watch;

import dev.sampo.bench.peer.Member;
import dev.sampo.bench.peer.PeerDriver;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What metrics cost W1 where it is benched: on clusters of three processes, one of which counts in each of them and one in
 * none. They take turns, and run under the flags of this JVM.
 */
public final class WatchProcesses {
    private static final int WARM_UP = 3;

    private WatchProcesses() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        int tasks = args.length > 0 ? Integer.parseInt(args[0]) : 50_000;
        int rounds = args.length > 1 ? Integer.parseInt(args[1]) : 15;
        var bare = new Micros("nobody listens", rounds);
        var counted = new Micros("metrics", rounds);
        try (var one = Members.start("off");
                var other = Members.start("on")) {
            for (int round = -WARM_UP; round < rounds; round++) {
                bare.put(round, one.run(tasks));
                counted.put(round, other.run(tasks));
            }
        }
        System.out.println(bare);
        System.out.println(counted);
    }

    /** A scheduler, which is the client too, and its two workers. */
    private record Members(Process driver, PrintWriter in, BufferedReader out) implements AutoCloseable {
        private static final Duration REST = Duration.ofMillis(200);

        static Members start(String metrics) throws IOException {
            List<String> command = new ArrayList<>();
            command.add(ProcessHandle.current().info().command().orElse("java"));
            command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
            command.addAll(List.of("-cp", System.getProperty("java.class.path"), PeerDriver.class.getName()));
            var builder = new ProcessBuilder(command).redirectError(Redirect.INHERIT);
            builder.environment().put(Member.METRICS, metrics);
            Process driver = builder.start();
            var members = new Members(driver, new PrintWriter(driver.outputWriter(), true), driver.inputReader());
            members.answer(); // That it is ready.
            return members;
        }

        /** @return what a task took of all three, in microseconds */
        double run(int tasks) throws IOException, InterruptedException {
            long before = cpuNanos();
            in.println("W1 n=" + tasks);
            answer();
            Thread.sleep(REST.toMillis()); // What waits for a listener costs, too.
            return (cpuNanos() - before) / 1e3 / tasks;
        }

        private void answer() throws IOException {
            String line = out.readLine();
            if (line == null || line.contains("error")) {
                throw new IllegalStateException("the driver answered " + line);
            }
        }

        private long cpuNanos() {
            return Stream.concat(Stream.of(driver.toHandle()), driver.descendants())
                    .mapToLong(process ->
                            process.info().totalCpuDuration().orElseThrow().toNanos())
                    .sum();
        }

        /** Without its input it ends, and its workers with it. */
        @Override
        public void close() {
            in.close();
        }
    }
}
