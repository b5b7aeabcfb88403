package dev.sampo.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampo.journal.log.CannotOpenLog;
import dev.sampo.journal.log.FaultyDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.Props;
import org.apache.pekko.actor.typed.SpawnProtocol;
import org.apache.pekko.serialization.SerializationExtension;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The two plugins as a Pekko program meets them. */
class PluginTest {

    @TempDir
    Path directory;

    @Test
    void anEntityRemembersAcrossARestartOfItsSystem() throws Exception {
        ActorSystem<SpawnProtocol.Command> system = Counter.system(directory, null);
        ActorRef<Counter.Command> counter = Counter.start(system, new Counter("c", 0));
        Counter.add(system, counter, List.of("one", "two"));
        Counter.add(system, counter, List.of("three"));
        Counter.stop(system);
        assertSum("c", 0, 11);
    }

    @Test
    void snapshotsDeleteEventsAndSegmentsGo() throws Exception {
        String small = "sampo.journal.log.segment-size = 16 KiB";
        ActorSystem<SpawnProtocol.Command> system = Counter.system(directory, null, small);
        ActorRef<Counter.Command> counter = Counter.start(system, new Counter("c", 100));
        for (int i = 0; i < 40; i++) {
            Counter.add(system, counter, Collections.nCopies(50, "x".repeat(100)));
        }
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> count(".log") < 6);
        assertThat(count(".snapshot")).isBetween(1L, 3L);
        Counter.stop(system);
        assertSum("c", 100, 40 * 50 * 100, small);
    }

    @Test
    void aDamagedNewestSnapshotFallsBackToAnOlderOne() throws Exception {
        writeWithSnapshots("c");
        Path newest = newestSnapshot();
        damage(newest);
        assertSum("c", 0, 300);
        assertThat(newest).as("set aside").doesNotExist();
        assertThat(Path.of(newest + ".corrupt")).exists();
    }

    @Test
    void whenEverySnapshotIsDamagedTheEventsAloneDo() throws Exception {
        writeWithSnapshots("c");
        while (count(".snapshot") > 0) {
            damage(newestSnapshot());
            Path damaged = newestSnapshot();
            Files.move(damaged, Path.of(damaged + ".hidden"));
        }
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path hidden :
                    files.filter(file -> file.toString().endsWith(".hidden")).toList()) {
                Files.move(hidden, Path.of(hidden.toString().replace(".hidden", "")));
            }
        }
        assertSum("c", 0, 300);
    }

    @Test
    void aDamagedSnapshotWhoseEventsAreDeletedStopsTheEntityInsteadOfForgetting() throws Exception {
        ActorSystem<SpawnProtocol.Command> system = Counter.system(directory, null);
        ActorRef<Counter.Command> counter = Counter.start(system, new Counter("c", 100));
        Counter.add(system, counter, Collections.nCopies(100, "x"));
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> count(".snapshot") > 0);
        EventLog log = Journals.get(system).log("sampo.journal.log");
        Counter.await(log.deleteTo("c", 100));
        Counter.stop(system);
        damage(newestSnapshot());
        ActorSystem<SpawnProtocol.Command> again = Counter.system(directory, null);
        ActorRef<Counter.Command> stopped = Counter.start(again, new Counter("c", 0));
        CompletableFuture<Void> end = new CompletableFuture<>();
        again.systemActorOf(Watch.until(stopped, end), "watch", Props.empty());
        Counter.await(end);
        assertThat(newestSnapshot()).as("left for whoever restores it").exists();
        Counter.stop(again);
    }

    @Test
    void aDirectoryHeldBySomeoneElseIsToldAtBoot() throws Exception {
        ActorSystem<SpawnProtocol.Command> first = Counter.system(directory, null);
        Journals.get(first).open("sampo.journal.log");
        ActorSystem<SpawnProtocol.Command> second = Counter.system(directory, null);
        assertThatThrownBy(() -> Journals.get(second).open("sampo.journal.log"))
                .isInstanceOf(CannotOpenLog.class)
                .hasMessageContaining("JOURNAL_LOCKED directory=" + directory);
        ActorRef<Counter.Command> refused = Counter.start(second, new Counter("c", 0));
        CompletableFuture<Void> end = new CompletableFuture<>();
        second.systemActorOf(Watch.until(refused, end), "watch", Props.empty());
        Counter.await(end);
        Counter.stop(second);
        Counter.stop(first);
    }

    @Test
    void aFailedForceAcknowledgesNothingMore() throws Exception {
        FaultyDisk disk = new FaultyDisk();
        CompletableFuture<String> lastResort = new CompletableFuture<>();
        JournalSetup setup = new JournalSetup(
                disk, (what, file, offset, cause) -> lastResort.complete(what + " " + file.getFileName()));
        ActorSystem<SpawnProtocol.Command> system = Counter.system(directory, setup);
        ActorRef<Counter.Command> counter = Counter.start(system, new Counter("c", 0));
        Counter.add(system, counter, List.of("safe"));
        int before = disk.forces();
        disk.failForces();
        CompletableFuture<Void> end = new CompletableFuture<>();
        system.systemActorOf(Watch.until(counter, end), "watch", Props.empty());
        CompletableFuture<Object> answered = new CompletableFuture<>();
        counter.tell(new Counter.Add(List.of("lost"), Watch.completing(system, answered)));
        assertThat(Counter.await(lastResort)).isEqualTo("JOURNAL_FSYNC_FAILED 0000000001.log");
        Counter.await(end);
        assertThat(answered).isNotDone();
        assertThat(disk.forces()).isEqualTo(before + 1);
        Counter.stop(system);
    }

    @Test
    void twoSystemsInOneProcessHaveALogEach() throws Exception {
        for (String name : List.of("left", "right")) {
            Files.createDirectory(directory.resolve(name));
        }
        ActorSystem<SpawnProtocol.Command> left = Counter.system(directory.resolve("left"), null);
        ActorSystem<SpawnProtocol.Command> right = Counter.system(directory.resolve("right"), null);
        ActorRef<Counter.Command> one = Counter.start(left, new Counter("c", 0));
        ActorRef<Counter.Command> two = Counter.start(right, new Counter("c", 0));
        Counter.add(left, one, List.of("left"));
        Counter.add(right, two, List.of("right"));
        assertThat(Counter.sum(left, one)).isEqualTo(4);
        assertThat(Counter.sum(right, two)).isEqualTo(5);
        Counter.stop(left);
        Counter.stop(right);
    }

    @Test
    void anOperatorIsToldOfATornTailAndOfADamagedSnapshot() throws Exception {
        writeWithSnapshots("c");
        damage(newestSnapshot());
        Path segment = directory.resolve("0000000001.log");
        Files.write(segment, new byte[13], StandardOpenOption.APPEND);
        List<String> warnings = new CopyOnWriteArrayList<>();
        ActorSystem<SpawnProtocol.Command> system =
                Counter.system(directory, null, "pekko.use-slf4j = off", "pekko.loglevel = WARNING");
        Watch.warnings(system, warnings);
        assertThat(Counter.sum(system, Counter.start(system, new Counter("c", 0))))
                .isEqualTo(300);
        Awaitility.await().atMost(Duration.ofSeconds(20)).until(() -> warnings.size() >= 2);
        assertThat(warnings.get(0)).startsWith("TAIL_TRUNCATED 13 bytes file=" + segment);
        assertThat(warnings.get(1))
                .matches("SNAPSHOT_CORRUPT file=.*\\.snapshot expected-crc=\\w{8} actual-crc=\\w{8}: .*");
        Counter.stop(system);
    }

    /** T31 in small; the million is in {@code Measure}. */
    @Test
    void aHundredThousandEventsReplay() throws Exception {
        ActorSystem<SpawnProtocol.Command> system = Counter.system(directory, null);
        ActorRef<Counter.Command> counter = Counter.start(system, new Counter("c", 0));
        for (int i = 0; i < 100; i++) {
            Counter.add(system, counter, Collections.nCopies(1000, "x".repeat(50)));
        }
        Counter.stop(system);
        assertSum("c", 0, 100_000 * 50);
    }

    private void assertSum(String id, int snapshotEvery, long sum, String... settings) throws Exception {
        ActorSystem<SpawnProtocol.Command> again = Counter.system(directory, null, settings);
        assertThat(Counter.sum(again, Counter.start(again, new Counter(id, snapshotEvery))))
                .isEqualTo(sum);
        Counter.stop(again);
    }

    /** Three snapshots of an entity that holds 300, and all its events. */
    private void writeWithSnapshots(String id) throws Exception {
        ActorSystem<SpawnProtocol.Command> system = Counter.system(directory, null);
        ActorRef<Counter.Command> counter = Counter.start(system, new Counter(id, 0));
        EventLog log = Journals.get(system).log("sampo.journal.log");
        SnapshotDirectory snapshots = new SnapshotDirectory(log.directory().resolve("snapshots"), log.disk());
        Blobs blobs = new Blobs(SerializationExtension.get(system));
        for (long number = 100; number <= 300; number += 100) {
            Counter.add(system, counter, Collections.nCopies(100, "x"));
            snapshots.save(new SnapshotFile(id, number, number, blobs.write((Object) number), null));
        }
        Counter.stop(system);
    }

    private Path newestSnapshot() throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(".snapshot"))
                    .max(Path::compareTo)
                    .orElseThrow();
        }
    }

    private static void damage(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - 1] ^= 1;
        Files.write(file, bytes);
    }

    private long count(String suffix) throws IOException {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(suffix)).count();
        }
    }
}
