package dev.sampo.journal.log;

import java.io.Serial;
import java.nio.file.Path;

/** Records that were once durable are damaged or missing; the log does not open, because skipping them would be silent loss. */
public final class CorruptLog extends LogException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final String file;
    private final long offset;

    private CorruptLog(Path file, long offset, String what) {
        super(
                "JOURNAL_CORRUPT file=" + file + " offset=" + offset + " " + what
                        + ": restore the directory from a copy; nothing was changed",
                null);
        this.file = file.toString();
        this.offset = offset;
    }

    static CorruptLog damaged(Path file, long offset, String what) {
        return new CorruptLog(file, offset, what);
    }

    static CorruptLog checksum(Path file, long offset, int expected, int actual) {
        return new CorruptLog(file, offset, String.format("expected-crc=%08x actual-crc=%08x", expected, actual));
    }

    public String file() {
        return file;
    }

    public long offset() {
        return offset;
    }
}
