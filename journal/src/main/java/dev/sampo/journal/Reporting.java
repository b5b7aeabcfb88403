package dev.sampo.journal;

import dev.sampo.journal.log.LogWatcher;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.pekko.event.LoggingAdapter;

/** Tells the actor system's logger what an operator must know, one line each, starting with a word to search for. */
public final class Reporting implements LogWatcher {

    private final LoggingAdapter logger;
    private final LastResort lastResort;

    public Reporting(LoggingAdapter logger, LastResort lastResort) {
        this.logger = logger;
        this.lastResort = lastResort;
    }

    @Override
    public void tailTruncated(Path file, long offset, long bytes) {
        logger.warning(
                "TAIL_TRUNCATED {} bytes file={} offset={}: a crash interrupted a write that nobody was told of",
                bytes,
                file,
                offset);
    }

    @Override
    public void full(Path directory, IOException cause) {
        logger.error("JOURNAL_FULL directory={} ({}): writes fail until there is room", directory, cause.getMessage());
    }

    @Override
    public void roomAgain(Path directory) {
        logger.info("JOURNAL_ROOM_AGAIN directory={}: writes are accepted", directory);
    }

    @Override
    public void segmentDropped(Path file) {
        logger.debug("segment dropped, nothing in it was needed any more: {}", file);
    }

    @Override
    public void notCleaned(Path directory, Exception cause) {
        logger.warning("JOURNAL_NOT_CLEANED directory={} ({}): tried again after the next deletion", directory, cause);
    }

    @Override
    public void outcomeUnknown(String what, Path file, long offset, IOException cause) {
        logger.error(cause, "{} {} {}", what, file, offset);
        lastResort.outcomeUnknown(what, file, offset, cause);
    }
}
