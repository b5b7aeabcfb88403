package dev.sampo.actors.value;

import dev.sampo.actors.disk.OwnerOnly;
import dev.sampo.job.JobId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A file per value: {@code job-ID/TASK-CRC}, with the checksum in the name so that a file tells by itself what it should
 * hold. Written aside and renamed, so that a killed process leaves whole files only; what a power cut spoils shows in the
 * checksum.
 */
final class ValueFiles {
    private static final String JOB = "job-";
    private static final Pattern NAME = Pattern.compile("(\\d{1,10})-([0-9a-f]{1,8})");
    /** Nobody tells a restarted node of jobs that ended meanwhile; their files are dropped after this long. */
    private static final Duration LEFT_BEHIND = Duration.ofDays(7);

    private final Path directory;
    private final boolean temporary;
    private final AtomicLong aside = new AtomicLong();

    private ValueFiles(Path directory, boolean temporary) {
        this.directory = directory;
        this.temporary = temporary;
    }

    static ValueFiles in(Path directory) {
        try {
            Files.createDirectories(directory, OwnerOnly.directory());
            return new ValueFiles(directory, false);
        } catch (IOException failed) {
            throw new UncheckedIOException(
                    "cannot keep values in " + directory + ": make it a directory this process may write to", failed);
        }
    }

    /** For values that need not survive the process. */
    static ValueFiles temporary() {
        try {
            return new ValueFiles(Files.createTempDirectory("sampo-values"), true);
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot keep values in the system's directory for temporary files", failed);
        }
    }

    /** What an earlier process left here. */
    List<KeptValue> found() {
        var found = new ArrayList<KeptValue>();
        for (Path jobDirectory : list(directory)) {
            String name = jobDirectory.getFileName().toString();
            if (!name.startsWith(JOB) || !Files.isDirectory(jobDirectory)) {
                continue;
            }
            var job = new JobId(name.substring(JOB.length()));
            for (Path file : list(jobDirectory)) {
                Matcher matcher = NAME.matcher(file.getFileName().toString());
                if (matcher.matches() && !isLeftBehind(file)) {
                    int crc = Integer.parseUnsignedInt(matcher.group(2), 16);
                    var value = new KeptValue(job, Integer.parseInt(matcher.group(1)), crc, size(file));
                    value.hasFile = true;
                    found.add(value);
                } else {
                    delete(file);
                }
            }
            delete(jobDirectory);
        }
        return found;
    }

    void write(KeptValue value, byte[] bytes) throws IOException {
        Path file = file(value);
        Path unfinished = file.resolveSibling(file.getFileName() + ".tmp" + aside.incrementAndGet());
        claim(unfinished);
        try {
            Files.write(unfinished, bytes);
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failed) {
            Files.deleteIfExists(unfinished);
            throw failed;
        }
    }

    /** From now on the directory of the job is not empty, so that nobody deletes it who has just deleted its last value. */
    private synchronized void claim(Path file) throws IOException {
        Files.createDirectories(file.getParent(), OwnerOnly.directory());
        Files.createFile(file, OwnerOnly.file());
    }

    byte[] read(KeptValue value) throws IOException {
        return Files.readAllBytes(file(value));
    }

    byte[] read(KeptValue value, long offset, int length) throws IOException {
        try (var channel = FileChannel.open(file(value), StandardOpenOption.READ)) {
            var buffer = ByteBuffer.allocate(length);
            while (buffer.hasRemaining() && channel.read(buffer, offset + buffer.position()) >= 0) {
                continue;
            }
            if (buffer.hasRemaining()) {
                throw new IOException("its file has become shorter than " + value.size + " bytes");
            }
            return buffer.array();
        }
    }

    void delete(KeptValue value) {
        delete(file(value));
    }

    synchronized void deleteJob(JobId job) {
        delete(jobDirectory(job));
    }

    void close() {
        if (temporary) {
            for (Path jobDirectory : list(directory)) {
                list(jobDirectory).forEach(ValueFiles::delete);
                delete(jobDirectory);
            }
            delete(directory);
        }
    }

    private Path jobDirectory(JobId job) {
        return directory.resolve(JOB + job);
    }

    private Path file(KeptValue value) {
        return jobDirectory(value.job).resolve(value.task + "-" + Integer.toHexString(value.crc));
    }

    private static boolean isLeftBehind(Path file) {
        try {
            Instant written = Files.getLastModifiedTime(file).toInstant();
            return written.isBefore(Instant.now().minus(LEFT_BEHIND));
        } catch (IOException gone) {
            return true;
        }
    }

    private static long size(Path file) {
        try {
            return Files.size(file);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    private static List<Path> list(Path directory) {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.toList();
        } catch (NoSuchFileException gone) {
            return List.of();
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot list " + directory, failed);
        }
    }

    private static void delete(Path path) {
        try {
            Files.deleteIfExists(path);
        } catch (DirectoryNotEmptyException stillUsed) {
            return;
        } catch (IOException failed) {
            throw new UncheckedIOException("cannot delete " + path, failed);
        }
    }
}
