package dev.sampo.journal.log;

import static dev.sampo.journal.log.LogFixture.done;
import static dev.sampo.journal.log.LogFixture.failure;
import static dev.sampo.journal.log.LogFixture.payloads;
import static dev.sampo.journal.log.LogFixture.settings;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.journal.log.LogFixture.Opened;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GroupCommitTest {

    private static final int UNLIMITED = 1_000_000;

    @TempDir
    Path directory;

    @Test
    void whatQueuesUpDuringAForceIsForcedTogether() throws Exception {
        FaultyDisk disk = new FaultyDisk();
        try (Opened opened = new Opened(settings(directory, 1 << 20), disk)) {
            int before = disk.forces();
            Semaphore gate = disk.holdForces();
            CompletableFuture<long[]> first = opened.append("first");
            await(() -> disk.forces() == before + 1);
            List<CompletableFuture<long[]>> rest = new ArrayList<>();
            for (int i = 0; i < 500; i++) {
                rest.add(opened.append("event " + i));
            }
            gate.release(UNLIMITED);
            done(first);
            for (CompletableFuture<long[]> each : rest) {
                done(each);
            }
            assertThat(disk.forces() - before).isEqualTo(2);
        }
    }

    @Test
    void nothingIsAcknowledgedBeforeItsForceReturned() throws Exception {
        FaultyDisk disk = new FaultyDisk();
        try (Opened opened = new Opened(settings(directory, 1 << 20), disk)) {
            int before = disk.forces();
            Semaphore gate = disk.holdForces();
            CompletableFuture<long[]> append = opened.append("an event");
            await(() -> disk.forces() == before + 1);
            assertThat(append).isNotDone();
            gate.release(UNLIMITED);
            assertThat(done(append)).hasSize(1);
        }
    }

    @Test
    void whatWasAppendedIsThereInOrderWhenTheLogOpensAgain() throws Exception {
        try (Opened opened = LogFixture.open(directory)) {
            opened.append("a", "b");
            done(opened.append("c"));
        }
        try (Opened again = LogFixture.open(directory)) {
            assertThat(again.found).containsExactly("a", "b", "c");
            assertThat(again.reports.heard()).isEmpty();
            done(again.append("d"));
            try (RecordReader reader = again.log.reader()) {
                assertThat(LogFixture.text(reader.read(again.positions.get(1)))).isEqualTo("b");
            }
        }
        try (Opened third = LogFixture.open(directory)) {
            assertThat(third.found).containsExactly("a", "b", "c", "d");
        }
    }

    @Test
    void aRecordLargerThanTheBufferIsWrittenWhole() throws Exception {
        String large = "x".repeat(900_000);
        LogSettings settings =
                new LogSettings(directory, 1 << 20, 3 << 20, true, 16 << 20, 100, Duration.ofSeconds(5), 64 << 10);
        try (Opened opened = new Opened(settings, Disk.real())) {
            done(opened.append(large, large + large + large, "small"));
        }
        try (Opened again = new Opened(settings, Disk.real())) {
            assertThat(again.found).containsExactly(large, large + large + large, "small");
        }
    }

    @Test
    void aFullQueueRefusesWithFiguresAndLosesNothingThatWasAccepted() throws Exception {
        FaultyDisk disk = new FaultyDisk();
        LogSettings settings =
                new LogSettings(directory, 1 << 20, 1 << 20, true, 4 << 20, 3, Duration.ofMillis(1), 64 << 10);
        try (Opened opened = new Opened(settings, disk)) {
            int before = disk.forces();
            Semaphore gate = disk.holdForces();
            CompletableFuture<long[]> writing = opened.append("writing");
            await(() -> disk.forces() == before + 1);
            List<CompletableFuture<long[]>> queued =
                    List.of(opened.append("1"), opened.append("2"), opened.append("3"));
            assertThat(failure(opened.append("4")))
                    .isInstanceOf(LogBusy.class)
                    .hasMessageContaining("JOURNAL_BUSY")
                    .hasMessageContaining("queue-entries-max 3");
            gate.release(UNLIMITED);
            done(writing);
            for (CompletableFuture<long[]> each : queued) {
                done(each);
            }
        }
        try (Opened again = new Opened(settings, Disk.real())) {
            assertThat(again.found).containsExactly("writing", "1", "2", "3");
        }
    }

    @Test
    void aRecordThatIsTooLargeIsRefusedByName() throws Exception {
        try (Opened opened = LogFixture.open(directory)) {
            assertThat(failure(opened.append("x".repeat((1 << 20) + 1))))
                    .isInstanceOf(RecordTooLarge.class)
                    .hasMessageContaining("record-max 1048576");
        }
    }

    @Test
    void aClosedLogRefusesByName() throws Exception {
        Opened opened = LogFixture.open(directory);
        opened.close();
        assertThat(failure(opened.log.append(payloads("late"))))
                .isInstanceOf(LogClosed.class)
                .hasMessageContaining(directory.toString());
    }

    static void await(BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited too long").isLessThan(end);
            Thread.onSpinWait();
        }
    }
}
