package dev.sampo.journal.log;

import java.io.IOException;
import java.nio.file.Path;

/** Hears what an operator must know; called from the opening and the writing thread, so it must be quick. */
public interface LogWatcher {

    /** The bytes after {@code offset} were no whole record, as a crash leaves them, and have been cut off. */
    void tailTruncated(Path file, long offset, long bytes);

    /** There is no room: appends fail with {@link LogFull} until there is. */
    void full(Path directory, IOException cause);

    /** Appends are accepted again. */
    void roomAgain(Path directory);

    /** Nothing in the segment was needed any more and its file is gone. */
    void segmentDropped(Path file);

    /** Segments that are nearly empty could not be emptied; it is tried again after the next deletion. */
    void notCleaned(Path directory, Exception cause);

    /**
     * The last resort: what was written may or may not be on the disk and no retry can tell, so the process should end.
     * Called before any waiting append is told; if it returns, the log refuses everything from then on.
     */
    void outcomeUnknown(String what, Path file, long offset, IOException cause);
}
