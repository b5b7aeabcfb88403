package dev.sampo.journal.log;

import static dev.sampo.journal.log.LogFixture.done;
import static dev.sampo.journal.log.LogFixture.settings;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampo.journal.log.LogFixture.Opened;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SegmentsTest {

    @TempDir
    Path directory;

    @Test
    void aDroppedSegmentIsGoneAndTheRestOpens() throws Exception {
        List<String> kept = new ArrayList<>();
        try (Opened opened = new Opened(settings(directory, 4096), Disk.real())) {
            fill(opened, 4);
            opened.log.drop(2);
            assertThat(opened.reports.heard()).containsExactly("dropped 0000000002.log");
            opened.log.scan(3, (position, payload) -> kept.add(LogFixture.text(payload)));
        }
        try (Opened again = new Opened(settings(directory, 4096), Disk.real())) {
            assertThat(again.found).containsAll(kept);
            assertThat(again.positions.stream().map(Position::segment))
                    .contains(1, 3)
                    .doesNotContain(2);
        }
    }

    @Test
    void aFileLeftOverFromADropIsDeletedAtTheNextOpening() throws Exception {
        byte[] dropped;
        Path file = Segments.file(directory, 1);
        try (Opened opened = new Opened(settings(directory, 4096), Disk.real())) {
            fill(opened, 3);
            dropped = Files.readAllBytes(file);
            opened.log.drop(1);
        }
        Files.write(file, dropped);
        new Opened(settings(directory, 4096), Disk.real()).close();
        assertThat(file).doesNotExist();
    }

    @Test
    void aLostSegmentIsNoticed() throws Exception {
        try (Opened opened = new Opened(settings(directory, 4096), Disk.real())) {
            fill(opened, 4);
        }
        Files.delete(Segments.file(directory, 2));
        assertThatThrownBy(() -> new Opened(settings(directory, 4096), Disk.real()))
                .isInstanceOf(CorruptLog.class)
                .hasMessageContaining("0000000002.log")
                .hasMessageContaining("missing");
    }

    @Test
    void aRosterTornOffByACrashIsWrittenAgain() throws Exception {
        try (Opened opened = new Opened(settings(directory, 4096), Disk.real())) {
            fill(opened, 4);
        }
        Path last = Segments.file(directory, 4);
        Files.write(last, Arrays.copyOf(Files.readAllBytes(last), RecordFormat.SEGMENT_HEADER + 5));
        try (Opened again = new Opened(settings(directory, 4096), Disk.real())) {
            again.log.drop(3);
            again.log.drop(2);
        }
        try (Opened third = new Opened(settings(directory, 4096), Disk.real())) {
            assertThat(third.positions.stream().map(Position::segment)).containsOnly(1);
        }
    }

    @Test
    void theSegmentBeingWrittenCannotBeDropped() {
        try (Opened opened = LogFixture.open(directory)) {
            assertThatThrownBy(() -> opened.log.drop(1)).hasMessageContaining("still being written");
        }
    }

    private static void fill(Opened opened, int segments) throws Exception {
        for (int i = 0; opened.log.activeSegment() < segments; i++) {
            done(opened.append("record " + i + " ".repeat(100)));
        }
    }
}
