package dev.sampo.bench.failover;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * Says for every phase of a failover how long after the fault a survivor saw it. Three nodes; the fault is one of
 *
 * <ul>
 *   <li>{@code scheduler}: kill -9 of the one that serves the only partition;
 *   <li>{@code silence}: the same one stops without being gone, so that only time can tell;
 *   <li>{@code worker}: kill -9 of the second, which runs a task.
 * </ul>
 */
public final class FailoverTimes {
    private static final long LIMIT_MILLIS = 60_000;

    private FailoverTimes() {}

    private static final class Node {
        private final Process process;
        private final PrintStream commands;
        private final List<String> lines = new ArrayList<>();

        Node(Process process) {
            this.process = process;
            this.commands = new PrintStream(process.getOutputStream(), true, StandardCharsets.UTF_8);
            var reader = new Thread(this::read);
            reader.setDaemon(true);
            reader.start();
        }

        private void read() {
            try (var out =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
                for (String line = out.readLine(); line != null; line = out.readLine()) {
                    synchronized (lines) {
                        lines.add(line);
                        lines.notifyAll();
                    }
                }
            } catch (IOException gone) {
                // The process was killed.
            }
        }

        /** The first line, from the given one on, that holds this text. */
        String await(int from, String text) throws InterruptedException {
            long end = System.currentTimeMillis() + LIMIT_MILLIS;
            synchronized (lines) {
                while (true) {
                    for (String line : lines.subList(from, lines.size())) {
                        if (line.contains(text)) {
                            return line;
                        }
                    }
                    long left = end - System.currentTimeMillis();
                    if (left <= 0) {
                        throw new IllegalStateException("no \"" + text + "\" in:\n" + String.join("\n", lines));
                    }
                    lines.wait(left);
                }
            }
        }

        List<String> since(int from) {
            synchronized (lines) {
                return List.copyOf(lines.subList(from, lines.size()));
            }
        }

        int count() {
            synchronized (lines) {
                return lines.size();
            }
        }
    }

    /** @param arguments how many rounds, which profile, and what happens */
    public static void main(String[] arguments) throws Exception {
        int rounds = Integer.parseInt(arguments[0]);
        var all = new TreeMap<String, List<Long>>();
        for (int round = 0; round < rounds; round++) {
            var phases = round(arguments[1], arguments[2]);
            System.out.println(phases);
            phases.forEach((phase, millis) ->
                    all.computeIfAbsent(phase, key -> new ArrayList<>()).add(millis));
        }
        System.out.println("phase, milliseconds after the kill: median (least to most)");
        all.forEach((phase, times) -> {
            times.sort(null);
            System.out.printf(
                    "%-24s %6d (%d to %d)%n",
                    phase, times.get(times.size() / 2), times.get(0), times.get(times.size() - 1));
        });
    }

    private static Map<String, Long> round(String profile, String fault) throws Exception {
        String first = "127.0.0.1:" + freePort();
        var nodes = new ArrayList<Node>();
        try {
            for (int number = 1; number <= 3; number++) {
                String port = number == 1 ? first.substring(first.indexOf(':') + 1) : "0";
                nodes.add(start("n" + number, port, number == 1 ? "" : '"' + first + '"', profile));
            }
            for (Node node : nodes) {
                node.await(0, " is up");
            }
            return switch (fault) {
                case "scheduler" -> scheduler(nodes, process -> process.destroyForcibly());
                case "silence" -> scheduler(nodes, FailoverTimes::stop);
                case "worker" -> worker(nodes);
                default -> throw new IllegalArgumentException("scheduler, silence or worker, not " + fault);
            };
        } finally {
            nodes.forEach(node -> node.process.destroyForcibly());
        }
    }

    private static Map<String, Long> scheduler(List<Node> nodes, Consumer<Process> fault) throws Exception {
        nodes.get(2).commands.println("before");
        nodes.get(2).await(0, "answered before");
        Node victim = nodes.stream()
                .filter(node -> node.since(0).stream().anyMatch(line -> line.contains("begins term")))
                .findFirst()
                .orElseThrow();
        var survivors = nodes.stream().filter(node -> node != victim).toList();
        var from = survivors.stream().map(Node::count).toList();
        long began = System.currentTimeMillis();
        fault.accept(victim.process);
        survivors.get(1).commands.println("after");
        survivors.get(1).await(from.get(1), "answered after");
        return phases(
                began,
                List.of(survivors.get(0).since(from.get(0)), survivors.get(1).since(from.get(1))));
    }

    private static Map<String, Long> worker(List<Node> nodes) throws Exception {
        nodes.get(2).commands.println("before");
        nodes.get(2).await(0, "answered before");
        do {
            nodes.get(0).commands.println("hold");
            LockSupport.parkNanos(1_000_000_000);
        } while (nodes.get(1).since(0).stream().noneMatch(line -> line.contains("ran hold")));
        var from = nodes.stream().map(Node::count).toList();
        long killed = System.currentTimeMillis();
        nodes.get(1).process.destroyForcibly();
        while (true) {
            var phases = phases(
                    killed,
                    List.of(nodes.get(0).since(from.get(0)), nodes.get(2).since(from.get(2))));
            if (phases.containsKey("8 first task")) {
                return phases;
            }
            LockSupport.parkNanos(10_000_000);
        }
    }

    /** The process is not gone, so nobody can prove it dead; as when a machine loses its power or its cable. */
    private static void stop(Process process) {
        try {
            new ProcessBuilder("kill", "-STOP", Long.toString(process.pid()))
                    .start()
                    .waitFor();
        } catch (IOException | InterruptedException failed) {
            throw new IllegalStateException(failed);
        }
    }

    private static Map<String, Long> phases(long killed, List<List<String>> outputs) {
        var phases = new TreeMap<String, Long>();
        for (String line : outputs.stream().flatMap(List::stream).toList()) {
            note(phases, killed, line, "1 suspected", " suspected");
            note(phases, killed, line, "2 unreachable", " unreachable");
            note(phases, killed, line, "3 downed", " downed");
            note(phases, killed, line, "4 removed", " removed");
            note(phases, killed, line, "5 singleton", "Singleton manager starting singleton actor");
            note(phases, killed, line, "6 partition read", "begins term");
            note(phases, killed, line, "7 job accepted", " accepted after");
            note(phases, killed, line, "8 first task", " ran after");
            note(phases, killed, line, "8 first task", " ran hold");
        }
        return phases;
    }

    private static void note(Map<String, Long> phases, long killed, String line, String phase, String text) {
        if (line.contains(text)) {
            phases.merge(phase, time(line) - killed, Math::min);
        }
    }

    /** Our own lines begin with milliseconds, those of the log with the time of day. */
    private static long time(String line) {
        String stamp = line.substring(0, line.indexOf(' '));
        if (!stamp.contains(":")) {
            return Long.parseLong(stamp);
        }
        var zone = ZoneId.systemDefault();
        return LocalTime.parse(stamp)
                .atDate(Instant.now().atZone(zone).toLocalDate())
                .atZone(zone)
                .toInstant()
                .toEpochMilli();
    }

    private static Node start(String... arguments) {
        var command = new ArrayList<String>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), FailoverNode.class.getName()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("SAMPO_BENCH_LOG", "INFO");
        builder.environment().put("SAMPO_BENCH_OWN_LOG", "DEBUG");
        try {
            return new Node(builder.start());
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
