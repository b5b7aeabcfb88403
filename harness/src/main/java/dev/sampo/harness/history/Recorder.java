package dev.sampo.harness.history;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Appends entries to one process's file. A line is with the operating system when {@link #record} returns, so it is there
 * whatever kills the process next. For any thread.
 */
public final class Recorder implements AutoCloseable {
    static final String SUFFIX = ".jsonl";

    private final Path file;
    private final FileChannel channel;

    private Recorder(Path file) {
        this.file = file;
        try {
            this.channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND);
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
        ByteBuffer line = StandardCharsets.UTF_8.encode(Lines.write(entry) + "\n");
        try {
            while (line.hasRemaining()) {
                channel.write(line);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("the history " + file + " cannot be written", failure);
        }
    }

    @Override
    public synchronized void close() {
        try {
            channel.close();
        } catch (IOException failure) {
            throw new UncheckedIOException("the history " + file + " cannot be closed", failure);
        }
    }
}
