package dev.sampo.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampo.journal.log.Disk;
import dev.sampo.journal.log.FaultyDisk;
import dev.sampo.journal.log.LogFixture;
import dev.sampo.journal.log.LogFull;
import dev.sampo.journal.log.Recorder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventLogTest {

    private static final int SEGMENT = 4096;

    @TempDir
    Path directory;

    private final Recorder reports = new Recorder();
    private final FaultyDisk disk = new FaultyDisk();
    private EventLog log;

    @BeforeEach
    void open() {
        log = new EventLog(LogFixture.settings(directory, SEGMENT), disk, reports);
    }

    @AfterEach
    void close() {
        log.close();
    }

    @Test
    void eventsComeBackWithAllThatWasStored() throws Exception {
        StoredEvent plain = new StoredEvent(1, 42, "writer-1", "kind", blob("one"), null);
        StoredEvent alike = new StoredEvent(2, 43, "writer-1", "kind", blob("two"), null);
        StoredEvent tagged =
                new StoredEvent(3, 44, "writer-1", "kind", blob("three"), new Blob(9, "m", new byte[] {7}));
        StoredEvent other = new StoredEvent(4, 45, "writer-2", "", new Blob(5, "", new byte[0]), null);
        await(log.write(List.of(new EventRecord("order-1", List.of(plain, alike, tagged, other)))));
        reopen();
        List<StoredEvent> found = new ArrayList<>();
        log.replay("order-1", 1, Long.MAX_VALUE, Long.MAX_VALUE, found::add);
        assertThat(found).usingRecursiveComparison().isEqualTo(List.of(plain, alike, tagged, other));
    }

    @Test
    void aReplayHonoursItsBoundsAndItsLimit() throws Exception {
        write("a", 1, 10);
        write("b", 1, 3);
        write("a", 11, 1);
        assertThat(replay("a", 3, 7, Long.MAX_VALUE)).containsExactly(3L, 4L, 5L, 6L, 7L);
        assertThat(replay("a", 9, Long.MAX_VALUE, 2)).containsExactly(9L, 10L);
        assertThat(replay("a", 10, Long.MAX_VALUE, Long.MAX_VALUE)).containsExactly(10L, 11L);
        assertThat(replay("a", 5, 4, Long.MAX_VALUE)).isEmpty();
        assertThat(replay("a", 1, 11, 0)).isEmpty();
        assertThat(replay("nobody", 1, 11, 10)).isEmpty();
    }

    @Test
    void theHighestNumberOutlivesTheEventsAndARestart() throws Exception {
        write("a", 1, 5);
        await(log.deleteTo("a", Long.MAX_VALUE));
        assertThat(replay("a", 1, Long.MAX_VALUE, Long.MAX_VALUE)).isEmpty();
        assertThat(await(log.highest("a"))).isEqualTo(5);
        reopen();
        assertThat(replay("a", 1, Long.MAX_VALUE, Long.MAX_VALUE)).isEmpty();
        assertThat(await(log.highest("a"))).isEqualTo(5);
        write("a", 6, 1);
        assertThat(replay("a", 1, Long.MAX_VALUE, Long.MAX_VALUE)).containsExactly(6L);
    }

    @Test
    void segmentsVanishWhenTheirEventsAreDeletedEvenUnderAQuietEntity() throws Exception {
        write("quiet", 1, 1);
        long next = 1;
        for (; segments() < 8; next += 5) {
            write("busy", next, 5);
        }
        long last = next - 1;
        await(log.deleteTo("busy", last - 5));
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> segments() <= 2);
        assertThat(reports.heard()).anyMatch(line -> line.startsWith("dropped"));
        reopen();
        assertThat(replay("quiet", 1, Long.MAX_VALUE, Long.MAX_VALUE)).containsExactly(1L);
        assertThat(replay("busy", 1, Long.MAX_VALUE, Long.MAX_VALUE))
                .containsExactly(last - 4, last - 3, last - 2, last - 1, last);
        assertThat(await(log.highest("busy"))).isEqualTo(last);
    }

    @Test
    void aSecondWriterOfTheSameIdIsRefused() throws Exception {
        write("a", 1, 3);
        assertThatThrownBy(() -> write("a", 3, 1))
                .hasMessageContaining("a: sequence number 3 is taken, the highest is 3");
        write("a", 4, 1);
    }

    @Test
    void afterAFailedWriteTheWriterMustReplayFirst() throws Exception {
        write("a", 1, 1);
        disk.room(0);
        assertThatThrownBy(() -> write("a", 2, 1)).hasCauseInstanceOf(LogFull.class);
        disk.room(Long.MAX_VALUE);
        assertThatThrownBy(() -> write("a", 3, 1)).hasMessageContaining("have not been replayed since");
        assertThat(await(log.highest("a"))).isEqualTo(1);
        write("a", 2, 1);
        assertThat(replay("a", 1, Long.MAX_VALUE, Long.MAX_VALUE)).containsExactly(1L, 2L);
    }

    @Test
    void aRecoveryWaitsForTheWritesUnderWay() throws Exception {
        Semaphore gate = disk.holdForces();
        CompletableFuture<Void> write = log.write(List.of(record("a", 1, 2)));
        CompletableFuture<Long> highest = log.highest("a");
        assertThat(highest).isNotDone();
        gate.release(1_000_000);
        await(write);
        assertThat(await(highest)).isEqualTo(2);
    }

    @Test
    void onAFullDiskDeletionsMakeRoomAgain() throws Exception {
        long next = 1;
        for (; segments() < 5; next += 5) {
            write("a", next, 5);
        }
        disk.room(100);
        long refused = next;
        assertThatThrownBy(() -> write("a", refused, 5)).hasCauseInstanceOf(LogFull.class);
        await(log.deleteTo("a", next - 1));
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> segments() == 1);
        disk.room(1 << 20);
        assertThat(await(log.highest("a"))).isEqualTo(next - 1);
        write("a", next, 5);
    }

    /** Random writes, deletions and restarts against a model that just remembers. */
    @Test
    void whateverHappensTheLogHoldsWhatTheModelHolds() throws Exception {
        for (long seed = 1; seed <= 5; seed++) {
            Path own = directory.resolve("seed-" + seed);
            log.close();
            Random random = new Random(seed);
            Map<String, TreeMap<Long, String>> model = new HashMap<>();
            Map<String, Long> highest = new HashMap<>();
            log = new EventLog(LogFixture.settings(own, SEGMENT), disk, reports);
            for (int step = 0; step < 400; step++) {
                String id = "entity-" + random.nextInt(6);
                TreeMap<Long, String> events = model.computeIfAbsent(id, each -> new TreeMap<>());
                long top = highest.getOrDefault(id, 0L);
                int dice = random.nextInt(100);
                if (dice < 75) {
                    int count = 1 + random.nextInt(8);
                    await(log.write(List.of(record(id, top + 1, count))));
                    for (int i = 1; i <= count; i++) {
                        events.put(top + i, text(id, top + i));
                    }
                    highest.put(id, top + count);
                } else if (dice < 95) {
                    long to = random.nextLong(top + 3);
                    await(log.deleteTo(id, to));
                    events.headMap(to, true).clear();
                } else {
                    log.close();
                    log = new EventLog(LogFixture.settings(own, SEGMENT), disk, reports);
                    for (String each : model.keySet()) {
                        assertSame(seed, each, model.get(each), highest.getOrDefault(each, 0L));
                    }
                }
            }
            for (String each : model.keySet()) {
                assertSame(seed, each, model.get(each), highest.getOrDefault(each, 0L));
            }
        }
        assertThat(reports.heard()).anyMatch(line -> line.startsWith("dropped"));
    }

    private void assertSame(long seed, String id, TreeMap<Long, String> events, long highest) throws Exception {
        TreeMap<Long, String> found = new TreeMap<>();
        log.replay(
                id,
                1,
                Long.MAX_VALUE,
                Long.MAX_VALUE,
                event ->
                        found.put(event.sequenceNr(), new String(event.payload().bytes(), StandardCharsets.UTF_8)));
        assertThat(found).as("seed %d, %s", seed, id).isEqualTo(events);
        assertThat(await(log.highest(id))).as("seed %d, %s", seed, id).isEqualTo(highest);
    }

    private void reopen() {
        log.close();
        log = new EventLog(LogFixture.settings(directory, SEGMENT), Disk.real(), reports);
    }

    private void write(String id, long first, int count) throws Exception {
        await(log.write(List.of(record(id, first, count))));
    }

    private static EventRecord record(String id, long first, int count) {
        List<StoredEvent> events = new ArrayList<>();
        for (long number = first; number < first + count; number++) {
            events.add(new StoredEvent(number, 1, "writer", "", blob(text(id, number)), null));
        }
        return new EventRecord(id, events);
    }

    private static String text(String id, long number) {
        return id + " event " + number + " ".repeat((int) (number % 50));
    }

    private static Blob blob(String text) {
        return new Blob(1, "text", text.getBytes(StandardCharsets.UTF_8));
    }

    private List<Long> replay(String id, long from, long to, long max) throws IOException {
        List<Long> found = new ArrayList<>();
        log.replay(id, from, to, max, event -> found.add(event.sequenceNr()));
        return found;
    }

    private long segments() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.toString().endsWith(".log")).count();
        }
    }

    private static <T> T await(CompletableFuture<T> future) throws Exception {
        return future.get(20, TimeUnit.SECONDS);
    }
}
