package dev.sampo.journal.log;

import static dev.sampo.journal.log.LogFixture.done;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.sampo.journal.log.LogFixture.Opened;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** T10: what a crash leaves is cut and reported, what was once durable and is damaged is refused, nothing is skipped. */
class DamageTest {

    private static final List<String> RECORDS = List.of("alpha", "beta", "gamma", "delta", "the last record");

    @TempDir
    Path directory;

    private Path segment;
    private byte[] crashed;
    private byte[] closed;
    private int[] starts;

    /** The same log twice: as a kill leaves it, and as a clean end does. */
    @BeforeEach
    void writeALog() throws Exception {
        segment = Segments.file(directory, 1);
        starts = new int[RECORDS.size() + 1];
        try (Opened opened = LogFixture.open(directory)) {
            for (int i = 0; i < RECORDS.size(); i++) {
                starts[i] = (int) Position.offset(done(opened.append(RECORDS.get(i)))[0]);
            }
            crashed = Files.readAllBytes(segment);
        }
        starts[RECORDS.size()] = crashed.length;
        closed = Files.readAllBytes(segment);
    }

    @Test
    void everyTruncationOfTheLastRecordIsCutAndReported() throws Exception {
        int last = starts[RECORDS.size() - 1];
        for (int end = last + 1; end < crashed.length; end++) {
            assertTornTail(Arrays.copyOf(crashed, end), end - last);
        }
    }

    @Test
    void aZeroedTailIsCutAndReported() throws Exception {
        int last = starts[RECORDS.size() - 1];
        for (int zeroed = 1; zeroed <= crashed.length - last; zeroed++) {
            byte[] bytes = crashed.clone();
            Arrays.fill(bytes, bytes.length - zeroed, bytes.length, (byte) 0);
            assertTornTail(bytes, crashed.length - last);
        }
    }

    @Test
    void zeroesAfterTheLastRecordAreCutAndNothingIsLost() throws Exception {
        for (int zeroes : new int[] {1, 16, 17, 512, 4096}) {
            Files.write(segment, Arrays.copyOf(crashed, crashed.length + zeroes));
            try (Opened again = LogFixture.open(directory)) {
                assertThat(again.found).isEqualTo(RECORDS);
                assertThat(again.reports.heard()).containsExactly("truncated " + zeroes);
            }
        }
    }

    @Test
    void anyFlippedBitOfTheLastRecordIsNoticed() throws Exception {
        int last = starts[RECORDS.size() - 1];
        for (int bit = last * 8; bit < crashed.length * 8; bit++) {
            assertTornTail(flipped(crashed, bit), crashed.length - last);
        }
    }

    @Test
    void afterACleanEndAFlippedBitOfTheLastRecordIsDamage() throws Exception {
        for (int bit = starts[RECORDS.size() - 1] * 8; bit < crashed.length * 8; bit++) {
            assertRefused(flipped(closed, bit), starts[RECORDS.size() - 1]);
        }
    }

    @Test
    void anyFlippedBitOfAnOlderRecordIsRefusedByFileOffsetAndChecksums() throws Exception {
        for (int record = 0; record < RECORDS.size() - 1; record++) {
            for (int bit = starts[record] * 8; bit < starts[record + 1] * 8; bit++) {
                assertRefused(flipped(crashed, bit), starts[record]);
            }
        }
        CorruptLog refusal = assertRefused(flipped(crashed, starts[1] * 8 + 17 * 8), starts[1]);
        assertThat(refusal)
                .hasMessageContaining("JOURNAL_CORRUPT file=" + segment)
                .hasMessageContaining("offset=" + starts[1])
                .hasMessageMatching(".*expected-crc=[0-9a-f]{8} actual-crc=[0-9a-f]{8}.*");
    }

    @Test
    void anyFlippedBitOfTheHeadIsRefused() throws Exception {
        for (int bit = 0; bit < RecordFormat.SEGMENT_HEADER * 8; bit++) {
            assertRefused(flipped(crashed, bit), 0);
        }
    }

    @Test
    void aDoubledRecordIsRefused() throws Exception {
        int last = starts[RECORDS.size() - 1];
        byte[] doubled = Arrays.copyOf(crashed, crashed.length * 2 - last);
        System.arraycopy(crashed, last, doubled, crashed.length, crashed.length - last);
        assertThat(assertRefused(doubled, crashed.length)).hasMessageContaining("doubled, swapped or lost");
    }

    @Test
    void twoSwappedRecordsAreRefused() throws Exception {
        byte[] swapped = crashed.clone();
        int second = starts[2] - starts[1];
        System.arraycopy(crashed, starts[1], swapped, starts[0], second);
        System.arraycopy(crashed, starts[0], swapped, starts[0] + second, starts[1] - starts[0]);
        assertThat(assertRefused(swapped, starts[0])).hasMessageContaining("doubled, swapped or lost");
    }

    @Test
    void aRecordCutOutOfTheMiddleIsRefused() throws Exception {
        byte[] without = new byte[crashed.length - (starts[2] - starts[1])];
        System.arraycopy(crashed, 0, without, 0, starts[1]);
        System.arraycopy(crashed, starts[2], without, starts[1], crashed.length - starts[2]);
        assertRefused(without, starts[1]);
    }

    /** A power cut may lose the middle of a batch and keep its end: nothing of it was acknowledged. */
    @Test
    void aHoleInTheLastBatchIsCutAndReported() throws Exception {
        String[] batch = batchOf(40);
        byte[] bytes = withLastBatch(batch);
        Arrays.fill(bytes, 1024, 2048, (byte) 0);
        Files.write(segment, bytes);
        try (Opened again = LogFixture.open(directory)) {
            assertThat(again.found).startsWith(RECORDS.toArray(String[]::new));
            assertThat(again.found.size()).isBetween(RECORDS.size() + 1, RECORDS.size() + 15);
            assertThat(again.reports.heard()).hasSize(1).allMatch(line -> line.startsWith("truncated"));
        }
    }

    @Test
    void aHoleBeforeALaterBatchIsDamage() throws Exception {
        byte[] bytes = withLastBatch(batchOf(40), new String[] {"acknowledged after it"});
        Arrays.fill(bytes, 1024, 2048, (byte) 0);
        Files.write(segment, bytes);
        assertThat(catchThrowableOfType(CorruptLog.class, () -> LogFixture.open(directory))
                        .offset())
                .isBetween(900L, 1024L);
    }

    @Test
    void aFlippedBitInTheMiddleOfTheLastBatchIsDamage() throws Exception {
        byte[] good = withLastBatch(batchOf(40));
        for (int bit = 1024 * 8; bit < 1100 * 8; bit++) {
            Files.write(segment, flipped(good, bit));
            assertThat(catchThrowableOfType(CorruptLog.class, () -> LogFixture.open(directory)))
                    .isNotNull();
        }
    }

    private static String[] batchOf(int records) {
        return IntStream.range(0, records)
                .mapToObj(i -> "record " + i + " of a batch" + " and more".repeat(5))
                .toArray(String[]::new);
    }

    /** The bytes of the log with these batches after its records, as a kill leaves it. */
    private byte[] withLastBatch(String[]... batches) throws Exception {
        Files.write(segment, crashed);
        try (Opened opened = LogFixture.open(directory)) {
            for (String[] batch : batches) {
                done(opened.append(batch));
            }
            return Files.readAllBytes(segment);
        }
    }

    @Test
    void flipsInTheRecordsOfAnEarlierSegmentAreRefused() throws Exception {
        Path many = directory.resolve("many");
        LogSettings small = LogFixture.settings(many, 4096);
        try (Opened opened = new Opened(small, Disk.real())) {
            for (int i = 0; i < 200; i++) {
                done(opened.append("record number " + i + " of two hundred"));
            }
            assertThat(opened.log.activeSegment()).isGreaterThan(2);
        }
        Path first = Segments.file(many, 1);
        byte[] good = Files.readAllBytes(first);
        Random random = new Random(10);
        for (int i = 0; i < 100; i++) {
            Files.write(first, flipped(good, random.nextInt(good.length * 8)));
            assertThat(catchThrowableOfType(CorruptLog.class, () -> new Opened(small, Disk.real()))
                            .file())
                    .isEqualTo(first.toString());
        }
        Files.write(first, Arrays.copyOf(good, good.length - 1));
        assertThat(catchThrowableOfType(CorruptLog.class, () -> new Opened(small, Disk.real())))
                .as("a torn tail, but not of the last segment")
                .hasMessageContaining("leaves the file");
    }

    @Test
    void aHeadThatWasNeverFinishedIsCutAndReported() throws Exception {
        Path next = Segments.file(directory, 2);
        for (int length : new int[] {0, 1, RecordFormat.SEGMENT_HEADER, 4096}) {
            Files.write(next, new byte[length]);
            try (Opened again = LogFixture.open(directory)) {
                assertThat(again.found).isEqualTo(RECORDS);
                assertThat(again.reports.heard()).containsExactly("truncated " + length);
            }
            assertThat(next).doesNotExist();
        }
    }

    @Test
    void afterACutTheLogGoesOn() throws Exception {
        Files.write(segment, Arrays.copyOf(crashed, crashed.length - 3));
        try (Opened again = LogFixture.open(directory)) {
            done(again.append("written after the cut"));
        }
        try (Opened third = LogFixture.open(directory)) {
            assertThat(third.found).containsExactly("alpha", "beta", "gamma", "delta", "written after the cut");
            assertThat(third.reports.heard()).isEmpty();
        }
    }

    /** What a process that died of a failed force left in the page cache must reach the disk before it is told of. */
    @Test
    void afterAnUncleanEndTheTailIsWrittenAndForcedAgain() throws Exception {
        assertThat(writtenWhileOpening(crashed)).isEqualTo(crashed.length);
        assertThat(Files.readAllBytes(segment)).startsWith(crashed);
        assertThat(writtenWhileOpening(closed)).isZero();
    }

    private long writtenWhileOpening(byte[] bytes) throws IOException {
        Files.write(segment, bytes);
        FaultyDisk disk = new FaultyDisk();
        try (Opened again = new Opened(LogFixture.settings(directory, 1 << 20), disk)) {
            assertThat(again.found).isEqualTo(RECORDS);
            assertThat(disk.forces()).isEqualTo(1);
            return disk.written();
        }
    }

    private void assertTornTail(byte[] bytes, int cut) throws IOException {
        Files.write(segment, bytes);
        try (Opened again = LogFixture.open(directory)) {
            assertThat(again.found).isEqualTo(RECORDS.subList(0, RECORDS.size() - 1));
            assertThat(again.reports.heard()).containsExactly("truncated " + cut);
        }
    }

    private CorruptLog assertRefused(byte[] bytes, long offset) throws IOException {
        Files.write(segment, bytes);
        CorruptLog refusal = catchThrowableOfType(CorruptLog.class, () -> LogFixture.open(directory));
        assertThat(refusal).isNotNull();
        assertThat(refusal.file()).isEqualTo(segment.toString());
        assertThat(refusal.offset()).isEqualTo(offset);
        assertThat(Files.readAllBytes(segment)).as("left as it was").isEqualTo(bytes);
        return refusal;
    }

    private static byte[] flipped(byte[] bytes, int bit) {
        byte[] copy = bytes.clone();
        copy[bit / 8] ^= (byte) (1 << (bit % 8));
        return copy;
    }
}
