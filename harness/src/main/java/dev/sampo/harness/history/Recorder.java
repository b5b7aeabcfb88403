package dev.sampo.harness.history;

import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Appends entries to one process's file. A line is with the operating system when {@link #record} returns, so it is there
 * whatever kills the process next. For any thread.
 */
public final class Recorder implements AutoCloseable {
    static final String SUFFIX = ".jsonl";

    private final Path file;
    /** No channel: that would be closed for all by the first thread that is interrupted as it writes. */
    private final FileOutputStream stream;

    private Recorder(Path file) {
        this.file = file;
        try {
            this.stream = new FileOutputStream(file.toFile(), true);
        } catch (IOException failure) {
            throw new UncheckedIOException("the history " + file + " cannot be written", failure);
        }
    }

    /** A file of this process alone: a line that a kill cut off is then the last of its file. */
    public static Recorder in(Path directory, String process) {
        return new Recorder(
                directory.resolve(process + "-" + ProcessHandle.current().pid() + SUFFIX));
    }

    public synchronized void record(Entry entry) {
        try {
            stream.write((Lines.write(entry) + "\n").getBytes(StandardCharsets.UTF_8));
        } catch (IOException failure) {
            throw new UncheckedIOException("the history " + file + " cannot be written", failure);
        }
    }

    @Override
    public synchronized void close() {
        try {
            stream.close();
        } catch (IOException failure) {
            throw new UncheckedIOException("the history " + file + " cannot be closed", failure);
        }
    }
}
