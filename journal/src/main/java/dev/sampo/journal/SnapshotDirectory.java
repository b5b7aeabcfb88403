package dev.sampo.journal;

import dev.sampo.journal.log.Disk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;

/**
 * The snapshots of all persistence ids: a folder for each, a file for each snapshot. A file gets its final name only after
 * its bytes are on the disk, so a crash leaves a whole snapshot or none.
 */
final class SnapshotDirectory {

    /** A snapshot as its file name tells, newest first. */
    record Entry(Path file, long sequenceNr, long timestamp) implements Comparable<Entry> {

        private static final Comparator<Entry> NEWEST_FIRST = Comparator.comparingLong(Entry::sequenceNr)
                .thenComparingLong(Entry::timestamp)
                .reversed();

        @Override
        public int compareTo(Entry other) {
            return NEWEST_FIRST.compare(this, other);
        }
    }

    private static final String SUFFIX = ".snapshot";
    private static final String UNFINISHED = ".tmp";
    private static final String DAMAGED = ".corrupt";
    private static final int READABLE_MAX = 60;

    private final Path root;
    private final Disk disk;

    SnapshotDirectory(Path root, Disk disk) {
        this.root = root;
        this.disk = disk;
    }

    void save(SnapshotFile snapshot) throws IOException {
        Path folder = folder(snapshot.persistenceId());
        if (!Files.isDirectory(folder)) {
            Disk.createDirectories(folder);
            disk.forceDirectory(root);
            disk.forceDirectory(root.getParent());
        }
        Path file = folder.resolve(String.format("%019d-%d%s", snapshot.sequenceNr(), snapshot.timestamp(), SUFFIX));
        Path unfinished = folder.resolve(file.getFileName() + UNFINISHED);
        try {
            try (Disk.DiskFile out = disk.write(unfinished)) {
                out.truncate(0);
                out.write(snapshot.encode(), 0);
                out.force();
            }
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            discard(unfinished, e);
            throw e;
        }
        disk.forceDirectory(folder);
    }

    private void discard(Path unfinished, IOException why) {
        try {
            disk.delete(unfinished);
        } catch (IOException e) {
            why.addSuppressed(e);
        }
    }

    /** Newest first. */
    List<Entry> list(String persistenceId) throws IOException {
        return listIn(folder(persistenceId));
    }

    static List<Entry> listIn(Path folder) throws IOException {
        List<Entry> entries = new ArrayList<>();
        if (!Files.isDirectory(folder)) {
            return entries;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*" + SUFFIX)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                String[] parts =
                        name.substring(0, name.length() - SUFFIX.length()).split("-", 2);
                entries.add(new Entry(file, Long.parseLong(parts[0]), Long.parseLong(parts[1])));
            }
        }
        entries.sort(null);
        return entries;
    }

    /** All bytes of a snapshot's file, at most that many. */
    ByteBuffer read(Entry entry, long max) throws IOException {
        return bytes(entry, disk, max);
    }

    static ByteBuffer bytes(Entry entry, Disk disk, long max) throws IOException {
        try (Disk.DiskFile file = disk.read(entry.file())) {
            long size = file.size();
            if (size > max) {
                throw new IOException(entry.file() + " has " + size + " bytes, more than snapshot-max " + max
                        + ": raise it to read this snapshot");
            }
            ByteBuffer bytes = ByteBuffer.allocate((int) size);
            while (bytes.hasRemaining() && file.read(bytes, bytes.position()) >= 0) {
                continue;
            }
            return bytes.flip();
        }
    }

    /** Keeps a damaged file for whoever wants to look, but out of the way. */
    void setAside(Entry entry) throws IOException {
        Files.move(
                entry.file(),
                entry.file().resolveSibling(entry.file().getFileName() + DAMAGED),
                StandardCopyOption.REPLACE_EXISTING);
    }

    void delete(List<Entry> entries) throws IOException {
        for (Entry entry : entries) {
            disk.delete(entry.file());
        }
        if (!entries.isEmpty()) {
            disk.forceDirectory(entries.get(0).file().getParent());
        }
    }

    /** Readable where the id allows it, and distinct by its digest where file systems would not keep ids apart. */
    private Path folder(String persistenceId) {
        String readable = persistenceId.replaceAll("[^A-Za-z0-9_-]", "_");
        readable = readable.substring(0, Math.min(READABLE_MAX, readable.length()));
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(persistenceId.getBytes(StandardCharsets.UTF_8));
            return root.resolve(readable + "-" + HexFormat.of().formatHex(digest, 0, 16));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }
}
