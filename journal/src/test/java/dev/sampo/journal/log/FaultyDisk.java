package dev.sampo.journal.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** The real disk, but it counts, can hold a force, fail it, and run out of room after so many bytes. */
public final class FaultyDisk implements Disk {

    private static final Semaphore OPEN = new Semaphore(Integer.MAX_VALUE / 2);

    private final Disk real = Disk.real();
    private final AtomicInteger forces = new AtomicInteger();
    private final AtomicLong written = new AtomicLong();
    private final AtomicLong room = new AtomicLong(Long.MAX_VALUE);
    private volatile Semaphore gate = OPEN;
    private volatile boolean forcesFail;

    /** Forces of segment files so far, failed ones included. */
    public int forces() {
        return forces.get();
    }

    /** Bytes of segment files so far. */
    long written() {
        return written.get();
    }

    public void failForces() {
        forcesFail = true;
    }

    public void room(long bytes) {
        room.set(bytes);
    }

    /** Forces wait for a permit from now on. */
    public Semaphore holdForces() {
        gate = new Semaphore(0);
        return gate;
    }

    @Override
    public DiskFile read(Path file) throws IOException {
        return real.read(file);
    }

    @Override
    public DiskFile write(Path file) throws IOException {
        return new FaultyFile(file, real.write(file));
    }

    @Override
    public void delete(Path file) throws IOException {
        gaveBack(Files.exists(file) ? Files.size(file) : 0);
        real.delete(file);
    }

    @Override
    public void forceDirectory(Path directory) throws IOException {
        real.forceDirectory(directory);
    }

    private void gaveBack(long bytes) {
        room.updateAndGet(left -> left > Long.MAX_VALUE / 2 ? left : left + Math.max(bytes, 0));
    }

    private final class FaultyFile implements DiskFile {

        private final Path path;
        private final DiskFile file;

        FaultyFile(Path path, DiskFile file) {
            this.path = path;
            this.file = file;
        }

        @Override
        public int read(ByteBuffer into, long offset) throws IOException {
            return file.read(into, offset);
        }

        @Override
        public void write(ByteBuffer from, long offset) throws IOException {
            long left = room.addAndGet(-from.remaining());
            if (left < 0) {
                int fits = (int) Math.max(0, from.remaining() + left);
                room.addAndGet(from.remaining() - fits);
                file.write(from.duplicate().limit(from.position() + fits), offset);
                throw new IOException("No space left on device");
            }
            written.addAndGet(path.toString().endsWith(".log") ? from.remaining() : 0);
            file.write(from, offset);
        }

        @Override
        public void force() throws IOException {
            if (!path.toString().endsWith(".log")) {
                file.force();
                return;
            }
            forces.incrementAndGet();
            gate.acquireUninterruptibly();
            if (forcesFail) {
                throw new IOException("Input/output error");
            }
            file.force();
        }

        @Override
        public void truncate(long size) throws IOException {
            gaveBack(file.size() - size);
            file.truncate(size);
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
