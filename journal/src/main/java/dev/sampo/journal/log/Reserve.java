package dev.sampo.journal.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;

/**
 * A file that only takes up room, so that on a full disk there is some left for what frees room: noting that events are
 * deleted and that segments may go.
 */
final class Reserve {

    private final Disk disk;
    private final Path file;
    private final int size;

    Reserve(Disk disk, Path directory, int size) {
        this.disk = disk;
        this.file = directory.resolve("reserve");
        this.size = size;
    }

    /**
     * True when the reserve is whole again; false says that there is still no room. It asks for as much again to spare, or
     * the room that giving up the reserve has just made would pass for an end of the trouble.
     */
    boolean refill() {
        try (Disk.DiskFile reserve = disk.write(file)) {
            if (reserve.size() != size) {
                ByteBuffer zeroes = ByteBuffer.allocate(size); // written, not just sized: a sparse file keeps no room
                reserve.write(zeroes, 0);
                reserve.write(zeroes.rewind(), size);
                reserve.truncate(size);
            }
            return true;
        } catch (IOException e) {
            release();
            return false;
        }
    }

    void release() {
        try {
            disk.delete(file);
        } catch (IOException e) {
            // nothing gained, nothing lost: the next append finds the disk as full as this one did
        }
    }
}
