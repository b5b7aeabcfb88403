package dev.sampo.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampo.journal.log.CorruptLog;
import dev.sampo.journal.log.Disk;
import dev.sampo.journal.log.LogFixture;
import dev.sampo.journal.log.Recorder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JournalFilesTest {
    private static final int SEGMENT = 4096;

    @TempDir
    Path directory;

    /** Many small segments, of which deletions empty some; two persistence ids; a good snapshot and a damaged one. */
    @BeforeEach
    void write() throws Exception {
        try (var log = new EventLog(LogFixture.settings(directory, SEGMENT), Disk.real(), new Recorder())) {
            for (long number = 1; number <= 200; number += 2) {
                log.write(List.of(new EventRecord("a", List.of(event(number), event(number + 1)))))
                        .get(20, TimeUnit.SECONDS);
            }
            log.write(List.of(new EventRecord("b", List.of(event(1))))).get(20, TimeUnit.SECONDS);
            log.deleteTo("a", 151).get(20, TimeUnit.SECONDS);
        }
        var snapshots = new SnapshotDirectory(directory.resolve(LogSnapshots.FOLDER), Disk.real());
        for (long number : new long[] {100, 151}) {
            snapshots.save(new SnapshotFile("a", number, number, payload(number), null));
        }
        Path newest = snapshots.list("a").get(0).file();
        byte[] bytes = Files.readAllBytes(newest);
        bytes[bytes.length - 1] ^= 1;
        Files.write(newest, bytes);
    }

    private static StoredEvent event(long number) {
        return new StoredEvent(number, 7, "writer", "", payload(number), null);
    }

    private static Blob payload(long number) {
        return new Blob(5, "text", ("event " + number).getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void whatIsNotDeletedIsCountedAndReadInOrder() throws IOException {
        JournalFiles files = JournalFiles.read(directory);
        assertThat(files.holder()).isEmpty();
        assertThat(files.torn()).isEmpty();
        assertThat(files.segmentCount()).isGreaterThan(1);
        assertThat(files.logBytes()).isPositive();
        assertThat(files.entities())
                .extracting(JournalFiles.Entity::persistenceId)
                .containsExactly("a", "b");
        JournalFiles.Entity a = files.entities().get(0);
        assertThat(a.deletedTo()).isEqualTo(151);
        assertThat(a.highest()).isEqualTo(200);
        assertThat(a.events()).isEqualTo(49);
        var numbers = new ArrayList<Long>();
        files.replay("a", event -> {
            numbers.add(event.sequenceNr());
            assertThat(new String(event.payload(), StandardCharsets.UTF_8)).isEqualTo("event " + event.sequenceNr());
        });
        assertThat(numbers).isEqualTo(LongStream.rangeClosed(152, 200).boxed().toList());
    }

    @Test
    void eachSnapshotIsChecked() throws IOException {
        JournalFiles files = JournalFiles.read(directory);
        assertThat(files.snapshots()).hasSize(2);
        var good = files.snapshots().stream()
                .filter(snapshot -> snapshot.damage().isEmpty())
                .toList();
        assertThat(good).extracting(JournalFiles.Snapshot::sequenceNr).containsExactly(100L);
        assertThat(files.state(good.get(0)).payload()).asString().isEqualTo("event 100");
        assertThat(files.snapshots())
                .anyMatch(snapshot -> snapshot.damage().orElse("").contains("actual-crc"));
    }

    @Test
    void aSegmentThatIsMissingIsDamage() throws IOException {
        try (var segments = Files.list(directory)) {
            Path some = segments.filter(file -> file.toString().endsWith(".log"))
                    .sorted()
                    .skip(1)
                    .findFirst()
                    .orElseThrow();
            Files.delete(some);
        }
        assertThatThrownBy(() -> JournalFiles.read(directory))
                .isInstanceOf(CorruptLog.class)
                .hasMessageContaining("file=");
    }

    @Test
    void aFileIsNoJournal() {
        assertThatThrownBy(() -> JournalFiles.read(Files.createFile(directory.resolve("file"))))
                .isInstanceOf(NotDirectoryException.class);
    }
}
