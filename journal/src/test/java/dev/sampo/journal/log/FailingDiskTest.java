package dev.sampo.journal.log;

import static dev.sampo.journal.log.LogFixture.done;
import static dev.sampo.journal.log.LogFixture.failure;
import static dev.sampo.journal.log.LogFixture.payloads;
import static dev.sampo.journal.log.LogFixture.settings;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.journal.log.LogFixture.Opened;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailingDiskTest {

    private static final int UNLIMITED = 1_000_000;

    @TempDir
    Path directory;

    @Test
    void aFailedForceIsNeverTriedAgainAndNothingIsAcknowledgedAfterIt() throws Exception {
        FaultyDisk disk = new FaultyDisk();
        try (Opened opened = new Opened(settings(directory, 1 << 20), disk)) {
            done(opened.append("safe"));
            int before = disk.forces();
            Semaphore gate = disk.holdForces();
            disk.failForces();
            CompletableFuture<long[]> hit = opened.append("hit");
            GroupCommitTest.await(() -> disk.forces() == before + 1);
            CompletableFuture<long[]> queued = opened.append("queued behind it");
            gate.release(UNLIMITED);
            assertThat(failure(hit)).isInstanceOf(LogFailed.class).hasMessageContaining("JOURNAL_FSYNC_FAILED");
            assertThat(failure(queued)).isInstanceOf(LogFailed.class);
            assertThat(failure(opened.append("later"))).isInstanceOf(LogFailed.class);
            assertThat(failure(opened.log.appendUrgently(payloads("urgent")))).isInstanceOf(LogFailed.class);
            assertThat(disk.forces()).isEqualTo(before + 1);
            assertThat(opened.reports.heard())
                    .hasSize(1)
                    .allMatch(line -> line.matches("JOURNAL_FSYNC_FAILED 0000000001\\.log \\d+"));
        }
        assertThat(disk.forces()).as("closing forces nothing either").isEqualTo(3);
    }

    @Test
    void theLastResortHearsBeforeAnyoneWhoWaits() throws Exception {
        FaultyDisk disk = new FaultyDisk();
        CompletableFuture<Boolean> toldBefore = new CompletableFuture<>();
        CompletableFuture<CompletableFuture<long[]>> append = new CompletableFuture<>();
        LogWatcher watcher =
                new DelegatingWatcher(() -> toldBefore.complete(append.join().isDone()));
        try (Log log = Log.open(settings(directory, 1 << 20), disk, watcher, (position, payload) -> {})) {
            disk.failForces();
            append.complete(log.append(payloads("an event")));
            assertThat(done(toldBefore)).isFalse();
            assertThat(failure(append.join())).isInstanceOf(LogFailed.class);
        }
    }

    @Test
    void aFullDiskFailsTheBatchCleanlyAndTheLogGoesOnWhenThereIsRoom() throws Exception {
        FaultyDisk disk = new FaultyDisk();
        try (Opened opened = new Opened(settings(directory, 1 << 20), disk)) {
            done(opened.append("before"));
            disk.room(25);
            assertThat(failure(opened.append("half of this would fit".repeat(3))))
                    .isInstanceOf(LogFull.class)
                    .hasMessageContaining("JOURNAL_FULL directory=" + directory);
            assertThat(failure(opened.append("still full"))).isInstanceOf(LogFull.class);
            disk.room(Long.MAX_VALUE);
            done(opened.append("after"));
            assertThat(opened.reports.heard()).containsExactly("full", "room again");
        }
        try (Opened again = LogFixture.open(directory)) {
            assertThat(again.found).containsExactly("before", "after");
            assertThat(again.reports.heard()).isEmpty();
        }
    }

    @Test
    void onAFullDiskTheReserveLetsUrgentRecordsThrough() throws Exception {
        FaultyDisk disk = new FaultyDisk();
        try (Opened opened = new Opened(settings(directory, 1 << 20), disk)) {
            done(opened.append("before"));
            disk.room(0);
            assertThat(failure(opened.append("no room"))).isInstanceOf(LogFull.class);
            assertThat(directory.resolve("reserve")).doesNotExist();
            assertThat(failure(opened.append("not for this"))).isInstanceOf(LogFull.class);
            done(opened.log.appendUrgently(payloads("a deletion")));
            assertThat(opened.reports.heard()).containsExactly("full");
            disk.room(Long.MAX_VALUE);
            done(opened.append("room again"));
            assertThat(directory.resolve("reserve")).hasSize(64 << 10);
        }
        try (Opened again = LogFixture.open(directory)) {
            assertThat(again.found).containsExactly("before", "a deletion", "room again");
        }
    }

    @Test
    void whatWasQueuedBehindAFailedAppendIsRefusedToo() throws Exception {
        FaultyDisk disk = new FaultyDisk();
        try (Opened opened = new Opened(settings(directory, 1 << 20), disk)) {
            int seen = opened.log.failures();
            disk.room(0);
            assertThat(failure(opened.append("lost"))).isInstanceOf(LogFull.class);
            disk.room(Long.MAX_VALUE);
            assertThat(failure(opened.log.append(payloads("would leave a hole"), seen)))
                    .isInstanceOf(WriteFailed.class)
                    .hasMessageContaining("an append queued before this one failed");
            done(opened.append("knows of it"));
        }
        try (Opened again = LogFixture.open(directory)) {
            assertThat(again.found).containsExactly("knows of it");
        }
    }

    /** Runs something at the last resort, and is deaf otherwise. */
    private static final class DelegatingWatcher implements LogWatcher {
        private final Recorder rest = new Recorder();
        private final Runnable lastResort;

        DelegatingWatcher(Runnable lastResort) {
            this.lastResort = lastResort;
        }

        @Override
        public void tailTruncated(Path file, long offset, long bytes) {
            rest.tailTruncated(file, offset, bytes);
        }

        @Override
        public void full(Path where, IOException cause) {
            rest.full(where, cause);
        }

        @Override
        public void roomAgain(Path where) {
            rest.roomAgain(where);
        }

        @Override
        public void segmentDropped(Path file) {
            rest.segmentDropped(file);
        }

        @Override
        public void notCleaned(Path where, Exception cause) {
            rest.notCleaned(where, cause);
        }

        @Override
        public void outcomeUnknown(String what, Path file, long offset, IOException cause) {
            lastResort.run();
        }
    }
}
