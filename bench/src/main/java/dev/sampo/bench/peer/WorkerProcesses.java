package dev.sampo.bench.peer;

import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;

/** The two worker JVMs. Closing their standard input ends them, and it closes by itself when this JVM dies. */
final class WorkerProcesses implements AutoCloseable {
    private final List<Process> processes = new ArrayList<>();

    static WorkerProcesses start(int seedPort) throws IOException {
        var workers = new WorkerProcesses();
        for (int number = 0; number < Graphs.WORKERS; number++) {
            workers.processes.add(new ProcessBuilder(command(number, seedPort))
                    .redirectOutput(Redirect.DISCARD)
                    .redirectError(Redirect.INHERIT)
                    .start());
        }
        return workers;
    }

    /** The same JVM with the same flags; a recording of the driver becomes one of each worker. */
    private static List<String> command(int number, int seedPort) {
        List<String> command = new ArrayList<>();
        command.add(ProcessHandle.current().info().command().orElse("java"));
        for (String flag : ManagementFactory.getRuntimeMXBean().getInputArguments()) {
            command.add(flag.replace("driver.jfr", "worker-" + number + ".jfr"));
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path")));
        command.addAll(List.of(PeerWorker.class.getName(), Integer.toString(number), Integer.toString(seedPort)));
        return command;
    }

    List<Long> pids() {
        return processes.stream().map(Process::pid).toList();
    }

    @Override
    public void close() {
        processes.forEach(Process::destroyForcibly);
    }
}
