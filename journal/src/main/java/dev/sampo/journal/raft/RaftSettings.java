package dev.sampo.journal.raft;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigValueFactory;
import dev.sampo.journal.log.LogSettings;
import java.nio.file.Path;
import java.time.Duration;

/** How one member of the Raft group behaves: read once from {@code sampo.journal.replicated}. */
public record RaftSettings(
        Path directory,
        LogSettings raftLog,
        LogSettings streams,
        Duration heartbeat,
        Duration leaderTimeout,
        Duration electionTimeout,
        int snapshotEntries,
        long snapshotBytes,
        int pendingEntriesMax,
        int appendBytesMax,
        int appendEntriesMax) {

    public RaftSettings {
        if (leaderTimeout.compareTo(heartbeat.multipliedBy(2)) < 0) {
            throw new IllegalArgumentException("leader-timeout must be at least twice heartbeat, but they are "
                    + leaderTimeout + " and " + heartbeat);
        }
    }

    public static RaftSettings from(Config replicated) {
        Path directory = Path.of(replicated.getString("directory"));
        return new RaftSettings(
                directory,
                log(replicated.getConfig("raft-log"), directory.resolve("raft")),
                log(replicated.getConfig("streams"), directory.resolve("streams")),
                replicated.getDuration("heartbeat"),
                replicated.getDuration("leader-timeout"),
                replicated.getDuration("election-timeout"),
                replicated.getInt("snapshot-entries"),
                replicated.getBytes("snapshot-bytes"),
                replicated.getInt("pending-entries-max"),
                Math.toIntExact(replicated.getBytes("append-bytes-max")),
                replicated.getInt("append-entries-max"));
    }

    private static LogSettings log(Config section, Path directory) {
        return LogSettings.from(section.withValue("directory", ConfigValueFactory.fromAnyRef(directory.toString())));
    }
}
