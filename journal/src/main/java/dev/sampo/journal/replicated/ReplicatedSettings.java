package dev.sampo.journal.replicated;

import com.typesafe.config.Config;
import dev.sampo.journal.raft.RaftSettings;
import java.time.Duration;

/** How a node takes part in the replicated journal: read once from {@code sampo.journal.replicated}. */
record ReplicatedSettings(
        RaftSettings raft,
        int expect,
        String name,
        String role,
        Duration tick,
        Duration suspicionSilence,
        Duration candidateDelay,
        Duration writeTimeout,
        Duration readTimeout,
        Duration attemptTimeout,
        Duration catchUpTimeout,
        Duration replaceAfter,
        int batchBytesMax,
        int batchesInFlightMax,
        long queueBytesMax,
        int pageBytesMax,
        int letterMax) {

    ReplicatedSettings {
        if (expect != 1 && expect != 3 && expect != 5) {
            throw new IllegalArgumentException("sampo.journal.replicated.expect must be 1, 3 or 5, but is " + expect);
        }
        if (letterMax < raft.raftLog().recordMax() + 4096) {
            throw new IllegalArgumentException("sampo.journal.replicated.letter-max must exceed raft-log.record-max");
        }
        if (raft.raftLog().recordMax() < raft.streams().recordMax() + 4096) {
            throw new IllegalArgumentException(
                    "sampo.journal.replicated.raft-log.record-max must exceed streams.record-max by 4 KiB");
        }
    }

    static ReplicatedSettings from(Config replicated) {
        return new ReplicatedSettings(
                RaftSettings.from(replicated),
                replicated.getInt("expect"),
                replicated.getString("name"),
                replicated.getString("role"),
                replicated.getDuration("tick"),
                replicated.getDuration("suspicion-silence"),
                replicated.getDuration("candidate-delay"),
                replicated.getDuration("write-timeout"),
                replicated.getDuration("read-timeout"),
                replicated.getDuration("attempt-timeout"),
                replicated.getDuration("catch-up-timeout"),
                replicated.getDuration("replace-after"),
                bytes(replicated, "batch-bytes-max"),
                replicated.getInt("batches-in-flight-max"),
                replicated.getBytes("queue-bytes-max"),
                bytes(replicated, "page-bytes-max"),
                bytes(replicated, "letter-max"));
    }

    private static int bytes(Config config, String key) {
        return Math.toIntExact(config.getBytes(key));
    }
}
