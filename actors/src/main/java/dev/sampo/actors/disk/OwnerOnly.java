package dev.sampo.actors.disk;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Files and directories that are their owner's alone from their first moment on, whatever the umask: what tasks make and jobs
 * bring is nobody else's business. Where the file system knows no such thing, they are as it makes them.
 */
public final class OwnerOnly {
    private static final Set<PosixFilePermission> OWNERS = EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);
    private static final Set<OpenOption> ANEW =
            Set.of(StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE);

    private static final int STICKY = 01000;

    private OwnerOnly() {}

    /** What a new file is to be made with. */
    public static FileAttribute<?>[] file() {
        return attributes("rw-------");
    }

    /** What a new directory is to be made with. */
    public static FileAttribute<?>[] directory() {
        return attributes("rwx------");
    }

    private static FileAttribute<?>[] attributes(String permissions) {
        return isPosix()
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    /** Whether others may do anything with it. */
    public static boolean isOpenToOthers(Path path) throws IOException {
        return isPosix() && !OWNERS.containsAll(Files.getPosixFilePermissions(path));
    }

    /** As {@link Files#write}, over what is there. */
    public static void write(Path file, byte[] bytes) throws IOException {
        try (var channel = Files.newByteChannel(file, ANEW, file())) {
            var buffer = ByteBuffer.wrap(bytes);
            while (buffer.hasRemaining()) {
                channel.write(buffer);
            }
        }
    }

    /** Takes from others what they may do with it and all below it. Links stay as they are: what they lead to is not below it. */
    public static void narrow(Path top) throws IOException {
        List<Path> all;
        try (Stream<Path> found = Files.walk(top)) {
            all = found.filter(path -> !Files.isSymbolicLink(path)).toList();
        }
        for (Path path : all) {
            if (isOpenToOthers(path)) {
                narrowAlone(path);
            }
        }
    }

    /** As {@link #narrow}, of itself alone. */
    public static void narrowAlone(Path path) throws IOException {
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
        permissions.retainAll(OWNERS);
        Files.setPosixFilePermissions(path, permissions);
    }

    /** Whether it is for all by design, as {@code /tmp} is: everybody writes into it and nobody removes what others have there. */
    public static boolean isSharedByDesign(Path directory) throws IOException {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("unix")
                && ((int) Files.getAttribute(directory, "unix:mode") & STICKY) != 0;
    }

    private static boolean isPosix() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
    }
}
