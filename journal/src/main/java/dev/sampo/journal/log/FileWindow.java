package dev.sampo.journal.log;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A file read through a sliding buffer, so that neighbouring records cost one system call; for one thread. */
final class FileWindow implements Closeable {

    private final Disk.DiskFile file;
    private final long size;
    private ByteBuffer buffer;
    private long start;

    FileWindow(Disk.DiskFile file, int capacity) throws IOException {
        this.file = file;
        this.size = file.size();
        this.buffer =
                ByteBuffer.allocate((int) Math.max(1, Math.min(capacity, size))).limit(0);
    }

    long size() {
        return size;
    }

    /** A view from {@code offset} on of exactly that length, valid until the next call; null where the file is shorter. */
    ByteBuffer at(long offset, int length) throws IOException {
        if (length < 0 || offset + length > size) {
            return null;
        }
        if (offset < start || offset + length > start + buffer.limit()) {
            load(offset, length);
        }
        int from = (int) (offset - start);
        return buffer.duplicate().limit(from + length).position(from);
    }

    private void load(long offset, int length) throws IOException {
        if (buffer.capacity() < length) {
            buffer = ByteBuffer.allocate(length);
        }
        buffer.clear();
        start = offset;
        while (buffer.position() < length) {
            if (file.read(buffer, offset + buffer.position()) < 0) {
                throw new IOException("file became shorter while it was read");
            }
        }
        buffer.flip();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
