package dev.sampo.journal.log;

import java.io.IOException;
import java.io.Serial;
import java.nio.file.Path;

/** Nobody can tell what is on the disk now: the one situation that the writer does not survive. */
final class OutcomeUnknown extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    private final transient Path file;
    private final String what;
    private final long offset;
    private final IOException failure;

    OutcomeUnknown(String what, Path file, long offset, IOException failure) {
        super(what + " " + file + " " + offset, failure);
        this.what = what;
        this.file = file;
        this.offset = offset;
        this.failure = failure;
    }

    void tell(LogWatcher watcher) {
        watcher.outcomeUnknown(what, file, offset, failure);
    }
}
