package dev.sampo.harness;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** One process under test. What it prints is kept, and is what tests wait for. */
public final class Jvm {
    private static final int LINES_MAX = 100_000;

    private final String name;
    private final Process process;
    private final List<String> lines = new ArrayList<>();
    private boolean printed;

    Jvm(String name, Process process) {
        this.name = name;
        this.process = process;
        var reader = new Thread(this::read, "output of " + name + " " + process.pid());
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        try (var output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                add(line);
            }
        } catch (IOException gone) {
            add("(output ended: " + gone.getMessage() + ")");
        }
        synchronized (lines) {
            printed = true;
            lines.notifyAll();
        }
    }

    private void add(String line) {
        synchronized (lines) {
            if (lines.size() < LINES_MAX) {
                lines.add(line);
            }
            lines.notifyAll();
        }
    }

    public long pid() {
        return process.pid();
    }

    public List<String> lines() {
        synchronized (lines) {
            return List.copyOf(lines);
        }
    }

    /** Waits until the process has printed such a line; fails with all it printed instead. */
    public String awaitLine(Predicate<String> wanted, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        synchronized (lines) {
            int looked = 0;
            while (true) {
                for (; looked < lines.size(); looked++) {
                    if (wanted.test(lines.get(looked))) {
                        return lines.get(looked);
                    }
                }
                long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                if (printed || left <= 0) {
                    throw new AssertionError(name + " " + (printed ? "ended" : "did not print it within " + limit)
                            + "; it printed:\n" + String.join("\n", lines));
                }
                await(left);
            }
        }
    }

    private void await(long millis) {
        try {
            lines.wait(millis);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for " + name, stopped);
        }
    }

    /** As kill -9: no hook runs, nothing is flushed. Returns when the process is gone. */
    public void kill() {
        process.toHandle().destroyForcibly(); // Process.destroyForcibly would close what it printed last.
        exitCode(Duration.ofSeconds(30));
    }

    /** Waits for the process to end. */
    public int exitCode(Duration limit) {
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError(
                        name + " still runs after " + limit + "; it printed:\n" + String.join("\n", lines()));
            }
            return process.exitValue();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted while waiting for " + name, stopped);
        }
    }
}
