package dev.sampo.journal.log;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * Reads single records, best in the order of their positions; for one thread. It opens files of its own, so an interrupted
 * reader cannot close the writer's, and a segment dropped meanwhile can still be read to its end.
 */
public final class RecordReader implements Closeable {

    private static final int WINDOW = 1 << 14;

    private final Disk disk;
    private final Path directory;
    private final CRC32C crc = new CRC32C();
    private int segment;
    private FileWindow window;

    RecordReader(Disk disk, Path directory) {
        this.disk = disk;
        this.directory = directory;
    }

    /** The payload, valid until the next read. Throws {@link java.nio.file.NoSuchFileException} for a dropped segment. */
    public ByteBuffer read(long position) throws IOException {
        long offset = Position.offset(position);
        ByteBuffer header = windowOn(Position.segment(position), offset + RecordFormat.HEADER)
                .at(offset, RecordFormat.HEADER);
        if (header == null) {
            throw damaged(offset, "the record is cut short");
        }
        int length = header.getInt(header.position() + 4);
        if (length < 0 || length > Integer.MAX_VALUE - RecordFormat.HEADER) {
            throw damaged(offset, "record length " + length);
        }
        ByteBuffer record =
                windowOn(segment, offset + RecordFormat.HEADER + length).at(offset, RecordFormat.HEADER + length);
        if (record == null) {
            throw damaged(offset, "the record is cut short");
        }
        int start = record.position();
        int actual = RecordFormat.crcOf(crc, record, start, record.limit());
        if (actual != record.getInt(start)) {
            throw CorruptLog.checksum(Segments.file(directory, segment), offset, record.getInt(start), actual);
        }
        return record.position(start + RecordFormat.HEADER);
    }

    /** The window on that segment, opened anew where the file has grown since. */
    private FileWindow windowOn(int wanted, long end) throws IOException {
        if (window == null || segment != wanted || end > window.size()) {
            close();
            window = new FileWindow(disk.read(Segments.file(directory, wanted)), WINDOW);
            segment = wanted;
        }
        return window;
    }

    private CorruptLog damaged(long offset, String what) {
        return CorruptLog.damaged(Segments.file(directory, segment), offset, what);
    }

    @Override
    public void close() throws IOException {
        if (window != null) {
            window.close();
            window = null;
        }
    }
}
