package dev.sampo.journal.log;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/** The few things the log asks of a file system; a seam, because full disks and failing syncs must be testable. */
public interface Disk {

    /** Opens for reading only. */
    DiskFile read(Path file) throws IOException;

    /** Opens for writing, creating the file readable by its owner alone where it does not exist. */
    DiskFile write(Path file) throws IOException;

    void delete(Path file) throws IOException;

    /** Puts a new, renamed or vanished name on the disk: forcing a file does not force the directory that lists it. */
    void forceDirectory(Path directory) throws IOException;

    /** An open file, addressed by offset. */
    interface DiskFile extends Closeable {

        /** Reads up to what the buffer has room for, or gives -1 at the end of the file. */
        int read(ByteBuffer into, long offset) throws IOException;

        /** Writes all of the buffer or throws. */
        void write(ByteBuffer from, long offset) throws IOException;

        void force() throws IOException;

        void truncate(long size) throws IOException;

        long size() throws IOException;
    }

    /** With what is missing above it, for its owner alone. */
    static void createDirectories(Path directory) throws IOException {
        Files.createDirectories(directory, RealDisk.ownerOnly(directory, "rwx------"));
    }

    static Disk real() {
        return new RealDisk();
    }
}
