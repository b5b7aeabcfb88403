package dev.sampo.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sampo.journal.log.CannotOpenLog;
import dev.sampo.journal.log.Disk;
import dev.sampo.journal.log.LogFixture;
import dev.sampo.journal.log.LogFull;
import dev.sampo.journal.log.Mount;
import dev.sampo.journal.log.Recorder;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** T12 and T33 on real file systems: one that fills up, and one that turns read-only. */
class SmallDiskTest {

    @TempDir
    Path directory;

    @BeforeEach
    void needsRoot() {
        assumeTrue(Mount.canMount(), "needs root to mount a small file system");
    }

    @Test
    void aFullDiskFailsCleanlyAndTheJournalGoesOnWhenItGrows() throws Exception {
        Recorder reports = new Recorder();
        try (Mount disk = Mount.tmpfs(directory, "2m")) {
            Path path = disk.path().resolve("log");
            long acked = 0;
            try (EventLog log = new EventLog(LogFixture.settings(path, 256 << 10), Disk.real(), reports)) {
                Throwable failure = null;
                for (; failure == null; acked += failure == null ? 1 : 0) {
                    failure = failure(write(log, acked + 1));
                }
                assertThat(failure).isInstanceOf(LogFull.class).hasMessageContaining("JOURNAL_FULL");
                assertThat(reports.heard()).containsExactly("full");
                assertThat(acked).isGreaterThan(10);
                disk.resize("16m");
                log.highest("a").get(20, TimeUnit.SECONDS);
                for (int i = 0; i < 50; i++) {
                    write(log, ++acked).get(20, TimeUnit.SECONDS);
                }
                assertThat(reports.heard()).contains("room again");
            }
            try (EventLog again = new EventLog(LogFixture.settings(path, 256 << 10), Disk.real(), reports)) {
                assertThat(again.highest("a").get(20, TimeUnit.SECONDS)).isEqualTo(acked);
                long[] found = {0};
                again.replay("a", 1, Long.MAX_VALUE, Long.MAX_VALUE, event -> found[0]++);
                assertThat(found[0]).isEqualTo(acked);
            }
        }
    }

    @Test
    void aReadOnlyDirectoryIsRefusedInOneLine() throws Exception {
        try (Mount disk = Mount.tmpfs(directory, "2m")) {
            Path path = disk.path().resolve("log");
            new EventLog(LogFixture.settings(path, 256 << 10), Disk.real(), new Recorder()).close();
            disk.readOnly();
            assertThatThrownBy(() -> new EventLog(LogFixture.settings(path, 256 << 10), Disk.real(), new Recorder()))
                    .isInstanceOf(CannotOpenLog.class)
                    .hasMessageContaining("JOURNAL_UNUSABLE directory=" + path)
                    .hasMessageContaining("read-only");
        }
    }

    private static CompletableFuture<Void> write(EventLog log, long number) {
        Blob payload = new Blob(1, "bytes", new byte[10_000]);
        return log.write(
                List.of(new EventRecord("a", List.of(new StoredEvent(number, 1, "writer", "", payload, null)))));
    }

    private static Throwable failure(CompletableFuture<Void> write) throws Exception {
        return write.handle((done, failure) -> failure).get(20, TimeUnit.SECONDS);
    }
}
