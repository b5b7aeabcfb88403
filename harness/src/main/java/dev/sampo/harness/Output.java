package dev.sampo.harness;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** What one node, or any process, has printed through all its lives. The latest lines are kept here, all of them in a file. */
final class Output {
    private static final int LINES_MAX = 20_000;

    private final Optional<Path> file;
    private final Predicate<String> notForPeople;
    private final List<String> lines = new ArrayList<>();
    private long dropped;
    private int open;

    /**
     * @param file where everything is appended, too
     * @param notForPeople takes the lines that are meant for the harness
     */
    Output(Optional<Path> file, Predicate<String> notForPeople) {
        this.file = file;
        this.notForPeople = notForPeople;
    }

    /** Takes all of this stream, on a thread of its own. */
    void follow(String name, InputStream stream) {
        synchronized (lines) {
            open++;
        }
        var reader = new Thread(() -> read(stream), "output of " + name);
        reader.setDaemon(true);
        reader.start();
    }

    private void read(InputStream stream) {
        try (var input = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
                var copy = new Copy(file)) {
            for (String line = input.readLine(); line != null; line = input.readLine()) {
                if (!notForPeople.test(line)) {
                    copy.write(line);
                    add(line);
                }
            }
        } catch (IOException gone) {
            add("(output ended: " + gone.getMessage() + ")");
        }
        synchronized (lines) {
            open--;
            lines.notifyAll();
        }
    }

    /** A remark of the harness among what was printed. */
    void note(String remark) {
        String line = "---- " + remark;
        try (var copy = new Copy(file)) {
            copy.write(line);
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot write to " + file, failure);
        }
        add(line);
    }

    private void add(String line) {
        synchronized (lines) {
            if (lines.size() == LINES_MAX) {
                var oldest = lines.subList(0, LINES_MAX / 2);
                dropped += oldest.size();
                oldest.clear();
            }
            lines.add(line);
            lines.notifyAll();
        }
    }

    List<String> lines() {
        synchronized (lines) {
            return List.copyOf(lines);
        }
    }

    /** Where the next line goes, counted from the beginning. */
    long mark() {
        synchronized (lines) {
            return dropped + lines.size();
        }
    }

    /** The lines since the mark, as far as they are still here. */
    List<String> linesSince(long mark) {
        synchronized (lines) {
            return List.copyOf(lines.subList(index(mark), lines.size()));
        }
    }

    private int index(long mark) {
        return (int) Math.min(lines.size(), Math.max(0, mark - dropped));
    }

    /** Waits for such a line since the mark; empty when everything has ended without it, or the time is over. */
    Optional<String> await(long mark, Predicate<String> wanted, Duration limit) {
        long end = System.nanoTime() + limit.toNanos();
        long looked = mark;
        synchronized (lines) {
            while (true) {
                for (String line : lines.subList(index(looked), lines.size())) {
                    if (wanted.test(line)) {
                        return Optional.of(line);
                    }
                }
                looked = dropped + lines.size();
                long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                if (open == 0 || left <= 0) {
                    return Optional.empty();
                }
                try {
                    lines.wait(left);
                } catch (InterruptedException stopped) {
                    Thread.currentThread().interrupt();
                    throw new IllegalStateException("interrupted while waiting for output", stopped);
                }
            }
        }
    }

    /** The file, if there is one, opened for more. */
    private static final class Copy implements AutoCloseable {
        private final BufferedWriter writer;

        Copy(Optional<Path> file) throws IOException {
            this.writer = file.isEmpty()
                    ? null
                    : Files.newBufferedWriter(
                            file.get(), StandardCharsets.UTF_8, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        }

        void write(String line) throws IOException {
            if (writer != null) {
                writer.write(line + System.lineSeparator());
                writer.flush();
            }
        }

        @Override
        public void close() throws IOException {
            if (writer != null) {
                writer.close();
            }
        }
    }
}
