package dev.sampo.journal.log;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.NavigableSet;
import java.util.Optional;

/**
 * What tools see of a log that is not theirs. Reads as {@link Log#open} does and refuses what that refuses, but takes no
 * lock and changes nothing, so it may look at a log in use: what is being written at that moment then looks torn.
 */
public final class LogInspection {

    /** The bytes at the end that are no whole record: what a crash leaves, or somebody is writing. */
    public record Torn(Path file, long offset, long bytes) {}

    private final Path directory;
    private final Tail tail = new Tail();
    private final NavigableSet<Integer> segments;

    private LogInspection(Path directory, RecordVisitor visitor) throws IOException {
        this.directory = directory;
        Segments found = new Segments(directory, new Untouched(Disk.real()), tail, visitor);
        found.scan();
        this.segments = found.roster();
    }

    /** Shows every record; throws {@link CorruptLog} where one is damaged. */
    public static LogInspection of(Path directory, RecordVisitor visitor) throws IOException {
        if (!Files.isDirectory(directory)) {
            throw new NotDirectoryException(directory.toString());
        }
        return new LogInspection(directory, visitor);
    }

    /** Who has the log open: a process id, or empty when nobody has. */
    public static Optional<String> holder(Path directory) throws IOException {
        Path file = directory.resolve("lock");
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            FileLock shared = channel.tryLock(0, Long.MAX_VALUE, true);
            return shared != null ? Optional.empty() : Optional.of(DirectoryLock.holder(channel));
        } catch (OverlappingFileLockException here) {
            return Optional.of(Long.toString(ProcessHandle.current().pid()));
        }
    }

    public Optional<Torn> torn() {
        return Optional.ofNullable(tail.torn);
    }

    /** Reads what was shown again, in any order. */
    public RecordReader reader() {
        return new RecordReader(Disk.real(), directory);
    }

    public Path file(long position) {
        return Segments.file(directory, Position.segment(position));
    }

    public int segmentCount() {
        return segments.size();
    }

    /** What all segments take on the disk. */
    public long bytes() throws IOException {
        long bytes = 0;
        for (int segment : segments) {
            bytes += Files.size(Segments.file(directory, segment));
        }
        return bytes;
    }

    private static final class Tail implements LogWatcher {
        private Torn torn;

        @Override
        public void tailTruncated(Path file, long offset, long bytes) {
            torn = new Torn(file, offset, bytes);
        }

        @Override
        public void full(Path directory, IOException cause) {}

        @Override
        public void roomAgain(Path directory) {}

        @Override
        public void segmentDropped(Path file) {}

        @Override
        public void notCleaned(Path directory, Exception cause) {}

        @Override
        public void outcomeUnknown(String what, Path file, long offset, IOException cause) {}
    }

    /** A disk that can be read only. */
    private record Untouched(Disk disk) implements Disk {

        @Override
        public DiskFile read(Path file) throws IOException {
            return disk.read(file);
        }

        @Override
        public DiskFile write(Path file) {
            throw new UnsupportedOperationException("an inspection writes nothing: " + file);
        }

        /** Files of dropped segments stay for the log's owner to delete. */
        @Override
        public void delete(Path file) {}

        @Override
        public void forceDirectory(Path directory) {}
    }
}
