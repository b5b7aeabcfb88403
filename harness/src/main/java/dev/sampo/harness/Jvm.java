package dev.sampo.harness;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Predicate;

/** One process under test. What it prints is kept, and is what tests wait for. It ends with this JVM at the latest. */
public final class Jvm {
    private static final Duration GONE = Duration.ofSeconds(30);

    private final String name;
    private final Process process;
    private final Output output;
    private final long born;
    private final CompletableFuture<Void> end;

    private Jvm(String name, Process process, Output output, Runnable atEnd) {
        this.name = name;
        this.process = process;
        this.output = output;
        this.born = output.mark();
        this.end = process.onExit().thenRun(atEnd);
        output.follow(name + " " + process.pid(), process.getInputStream());
    }

    static Jvm start(
            String name, List<String> command, Map<String, String> environment, Output output, Runnable atEnd) {
        try {
            var builder = new ProcessBuilder(command).redirectErrorStream(true);
            builder.environment().putAll(environment);
            Process process = builder.start();
            Guard.watch(process);
            return new Jvm(name, process, output, atEnd);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot start " + command, failure);
        }
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Writes a line into its standard input. */
    void tell(String line) {
        try {
            synchronized (process) {
                process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
                process.getOutputStream().flush();
            }
        } catch (IOException gone) {
            throw new IllegalStateException(name + " cannot be told anything: it has ended", gone);
        }
    }

    public List<String> lines() {
        return output.linesSince(born);
    }

    /** Waits until the process has printed such a line; fails with all it printed instead. */
    public String awaitLine(Predicate<String> wanted, Duration limit) {
        return output.await(born, wanted, limit)
                .orElseThrow(() -> new AssertionError(name
                        + (isAlive() ? " did not print it within " + limit : " ended with exit code " + exitCode(GONE))
                        + "; it printed:\n" + String.join("\n", lines())));
    }

    /** As kill -9: no hook runs, nothing is flushed. What it had started goes with it. Returns when they are gone. */
    public void kill() {
        var descendants = process.descendants().toList();
        process.toHandle().destroyForcibly(); // Process.destroyForcibly would close what it printed last.
        descendants.forEach(ProcessHandle::destroyForcibly);
        exitCode(GONE);
    }

    /** As kill: asks it to end, as a supervisor does. */
    public void terminate() {
        process.toHandle().destroy(); // Process.destroy would close its input, too.
    }

    /** Waits for the process to end, and until what follows from it has been done. */
    public int exitCode(Duration limit) {
        try {
            end.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            return process.exitValue();
        } catch (TimeoutException late) {
            throw new AssertionError(
                    name + " still runs after " + limit + "; it printed:\n" + String.join("\n", lines()), late);
        } catch (ExecutionException failure) {
            throw new IllegalStateException("the end of " + name + " could not be taken note of", failure);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + name, stopped);
        }
    }
}
