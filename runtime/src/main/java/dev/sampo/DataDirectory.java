package dev.sampo;

import dev.sampo.actors.disk.OwnerOnly;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a node keeps of its cluster from one life to the next, in its data directory: the voters it knew last, and the port
 * it had. That there are voters says that the node was a member once. A directory belongs to one process at a time.
 */
final class DataDirectory implements AutoCloseable {
    private static final String VOTERS = "voters";
    private static final String PORT = "port";
    private static final String LOCK = "node.lock";
    /** But for the token: one that others could read is of no use any more, and is refused. */
    private static final List<String> OURS =
            List.of(LOCK, VOTERS, PORT, "http", "values", "jars", "journal", "replicated");

    private static final Logger LOG = LoggerFactory.getLogger(DataDirectory.class);

    private final Path directory;
    private final FileChannel lock;

    private DataDirectory(Path directory, FileChannel lock) {
        this.directory = directory;
        this.lock = lock;
    }

    /** Takes it for this process, or says who has it. */
    static DataDirectory open(Path directory) {
        Path file = directory.resolve(LOCK);
        try {
            Files.createDirectories(directory, OwnerOnly.directory());
            keepToOwner(directory);
            var channel = FileChannel.open(
                    file,
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE),
                    OwnerOnly.file());
            if (!isTaken(channel)) {
                channel.truncate(0);
                channel.write(ByteBuffer.wrap(
                        Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.UTF_8)));
                return new DataDirectory(directory, channel);
            }
            channel.close();
            throw new SampoException.BadConfiguration("the data directory " + directory + " is in use by process "
                    + Files.readString(file).trim() + "; stop that, or give another directory as --data (sampo.data)");
        } catch (IOException failure) {
            throw new SampoException.BadConfiguration("the data directory " + directory + " cannot be used: "
                    + reason(failure) + "; make it writable for this user, or give another as --data (sampo.data)");
        }
    }

    /**
     * What somebody else has made, or an earlier version, is its owner's alone from now on. Where that cannot be, what is in it
     * still is, for it is made so.
     */
    static void keepToOwner(Path directory) {
        try {
            if (!Files.isDirectory(directory) || !OwnerOnly.isOpenToOthers(directory)) {
                return;
            }
            if (OwnerOnly.isSharedByDesign(directory)) {
                LOG.warn("others may look into the data directory {}: give it one that is nobody else's", directory);
            } else {
                OwnerOnly.narrowAlone(directory);
            }
            for (String name : OURS) {
                if (Files.exists(directory.resolve(name))) {
                    OwnerOnly.narrow(directory.resolve(name));
                }
            }
        } catch (IOException | UncheckedIOException notOurs) {
            LOG.warn(
                    "others may look into the data directory {}, and that cannot be changed: {}",
                    directory,
                    notOurs.toString());
        }
    }

    private static String reason(IOException failure) {
        if (failure instanceof AccessDeniedException denied) {
            return denied.getFile() + ": permission denied";
        }
        if (failure instanceof FileAlreadyExistsException file) {
            return file.getFile() + " is no directory";
        }
        return failure.getMessage(); // "file: Read-only file system", say
    }

    private static boolean isTaken(FileChannel channel) throws IOException {
        try {
            return channel.tryLock() == null;
        } catch (OverlappingFileLockException inThisProcess) {
            return true;
        }
    }

    List<String> voters() {
        return read(VOTERS);
    }

    void keepVoters(List<String> voters) {
        keep(VOTERS, String.join("\n", voters));
    }

    /** The port this node had; 0 when it never had one. Others know the node by its address. */
    int port() {
        return read(PORT).stream().findFirst().map(Integer::parseInt).orElse(0);
    }

    void keepPort(int port) {
        keep(PORT, Integer.toString(port));
    }

    private List<String> read(String name) {
        Path file = directory.resolve(name);
        try {
            return Files.exists(file)
                    ? Files.readAllLines(file).stream()
                            .filter(line -> !line.isBlank())
                            .toList()
                    : List.of();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** All or nothing, and on stable storage when it returns. */
    private void keep(String name, String content) {
        Path file = directory.resolve(name);
        Path fresh = directory.resolve(name + ".new");
        try {
            try (var channel = FileChannel.open(
                    fresh,
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING),
                    OwnerOnly.file())) {
                channel.write(ByteBuffer.wrap((content + "\n").getBytes(StandardCharsets.UTF_8)));
                channel.force(true);
            }
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException failure) {
            throw new UncheckedIOException(file + " cannot be written", failure);
        }
    }

    @Override
    public void close() {
        try {
            lock.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
