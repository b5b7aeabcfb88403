package dev.sampo.journal.log;

import com.typesafe.config.Config;
import java.nio.file.Path;
import java.time.Duration;

/** How one log behaves: read once, when it is opened, from a section shaped like {@code sampo.journal.log}. */
public record LogSettings(
        Path directory,
        int segmentSize,
        int recordMax,
        boolean fsync,
        int queueBytesMax,
        int queueEntriesMax,
        Duration queueWait,
        int reserveSize) {

    private static final int OFFSET_MAX = Integer.MAX_VALUE;

    public LogSettings {
        directory = directory.toAbsolutePath().normalize();
        atLeast("segment-size", segmentSize, 4096);
        atLeast("record-max", recordMax, 1024);
        atLeast("queue-bytes-max", queueBytesMax, recordMax + RecordFormat.HEADER);
        atLeast("queue-entries-max", queueEntriesMax, 1);
        atLeast("reserve-size", reserveSize, 4096);
        if ((long) segmentSize + 2L * queueBytesMax > OFFSET_MAX) {
            throw new IllegalArgumentException("segment-size + 2 * queue-bytes-max must stay below 2 GiB, but is "
                    + ((long) segmentSize + 2L * queueBytesMax) + ": lower one of them");
        }
        if (queueWait.isNegative()) {
            throw new IllegalArgumentException("queue-wait must not be negative: " + queueWait);
        }
    }

    public static LogSettings from(Config log) {
        String directory = log.getString("directory");
        if (directory.isBlank()) {
            throw new IllegalArgumentException("directory is empty: set it to where the log shall live");
        }
        return new LogSettings(
                Path.of(directory),
                size(log, "segment-size"),
                size(log, "record-max"),
                log.getBoolean("fsync"),
                size(log, "queue-bytes-max"),
                log.getInt("queue-entries-max"),
                log.getDuration("queue-wait"),
                size(log, "reserve-size"));
    }

    private static int size(Config log, String key) {
        long bytes = log.getBytes(key);
        if (bytes > OFFSET_MAX) {
            throw new IllegalArgumentException(key + " must stay below 2 GiB, but is " + bytes);
        }
        return (int) bytes;
    }

    private static void atLeast(String key, long value, long least) {
        if (value < least) {
            throw new IllegalArgumentException(key + " must be at least " + least + ", but is " + value);
        }
    }
}
