package dev.sampo.journal.log;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;

/** Keeps every other process, and every other log of this one, out of a directory; the file names the holder. */
final class DirectoryLock implements Closeable {

    private static final int HOLDER_MAX = 64;

    private final FileChannel channel;

    private DirectoryLock(FileChannel channel) {
        this.channel = channel;
    }

    static DirectoryLock take(Path directory, Disk disk) {
        try {
            create(directory, disk);
        } catch (IOException e) {
            throw new CannotOpenLog("JOURNAL_UNUSABLE directory=" + directory + " cannot be created (" + e + ")", e);
        }
        Path file = directory.resolve("lock");
        FileChannel channel = open(directory, file);
        try {
            FileLock lock = channel.tryLock();
            if (lock == null) {
                throw heldBy("process " + holder(channel), directory, null);
            }
            channel.truncate(0);
            channel.write(
                    ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
            return new DirectoryLock(channel);
        } catch (OverlappingFileLockException e) {
            throw closing(channel, heldBy("another log of this process", directory, e));
        } catch (CannotOpenLog e) {
            throw closing(channel, e);
        } catch (IOException e) {
            throw closing(channel, new CannotOpenLog("JOURNAL_UNUSABLE " + file + " cannot be locked (" + e + ")", e));
        }
    }

    /** Each new folder's name is forced, too: a power cut must not take the whole log with its folder. */
    private static void create(Path directory, Disk disk) throws IOException {
        if (Files.isDirectory(directory)) {
            return;
        }
        Path parent = directory.getParent();
        if (parent != null) {
            create(parent, disk);
        }
        try {
            Files.createDirectory(directory, RealDisk.ownerOnly(directory, "rwx------"));
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(directory)) {
                throw e;
            }
        }
        if (parent != null) {
            disk.forceDirectory(parent);
        }
    }

    private static FileChannel open(Path directory, Path file) {
        try {
            return FileChannel.open(
                    file,
                    Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.CREATE),
                    RealDisk.ownerOnly(file, "rw-------"));
        } catch (IOException e) {
            throw new CannotOpenLog(
                    "JOURNAL_UNUSABLE directory=" + directory + " cannot be written (" + e
                            + "): check its owner and that it is not mounted read-only",
                    e);
        }
    }

    private static CannotOpenLog heldBy(String holder, Path directory, Exception cause) {
        return new CannotOpenLog(
                "JOURNAL_LOCKED directory=" + directory + " is held by " + holder
                        + ": end it, or give this one a directory of its own",
                cause);
    }

    static String holder(FileChannel channel) throws IOException {
        ByteBuffer pid = ByteBuffer.allocate(HOLDER_MAX);
        channel.read(pid, 0);
        return new String(pid.array(), 0, pid.position(), StandardCharsets.US_ASCII);
    }

    private static CannotOpenLog closing(FileChannel channel, CannotOpenLog why) {
        try {
            channel.close();
        } catch (IOException e) {
            why.addSuppressed(e);
        }
        return why;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
