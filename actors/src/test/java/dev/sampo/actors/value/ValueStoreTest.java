package dev.sampo.actors.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampo.job.JobId;
import dev.sampo.job.NodeId;
import dev.sampo.job.Value;
import dev.sampo.wire.Chunk;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValueStoreTest {
    private static final NodeId NODE = new NodeId("node-1");
    private static final JobId JOB = new JobId("..");
    private static final int[] ALL = {};

    @TempDir
    Path directory;

    private static byte[] bytes(int seed, int size) {
        byte[] bytes = new byte[size];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    private ValueStore durable() {
        return new ValueStore(NODE, 1_000, Optional.of(directory.resolve("values")));
    }

    private List<Path> files() throws IOException {
        try (var all = Files.walk(directory.resolve("values"))) {
            return all.filter(Files::isRegularFile).toList();
        }
    }

    @Test
    void valuesBeyondTheBoundLeaveMemoryAndCanStillBeRead() throws Exception {
        var store = new ValueStore(NODE, 1_000, Optional.empty());
        var values = new Value.Stored[10];
        for (int task = 0; task < values.length; task++) {
            values[task] = store.put(JOB, task, bytes(task, 400), Value.NO_LIST);
            assertThat(store.bytesInMemory()).isLessThanOrEqualTo(1_000);
        }
        assertThat(store.bytesInFiles()).isEqualTo(8 * 400);
        for (int task = 0; task < values.length; task++) {
            assertThat(store.read(JOB, task, values[task])).isEqualTo(bytes(task, 400));
        }
        assertThat(store.bytesInFiles()).isEqualTo(10 * 400);
        assertThat(store.bytesInMemory()).isLessThanOrEqualTo(1_000);
        store.close();
    }

    @Test
    void whatFilesTakeIsCountedWhateverBecomesOfThem() throws Exception {
        var random = new Random(11);
        var store = durable();
        for (int i = 0; i < 300; i++) {
            int task = random.nextInt(6);
            if (random.nextInt(3) == 0) {
                store.discard(JOB, random.nextInt(10) == 0 ? ALL : new int[] {task});
            } else {
                store.put(JOB, task, bytes(i, 100 + random.nextInt(500)), Value.NO_LIST);
            }
            long there = 0;
            for (Path file : files()) {
                there += Files.size(file);
            }
            assertThat(store.bytesInFiles()).isEqualTo(there);
        }
        store.close();
        assertThat(durable().bytesInFiles()).isPositive();
    }

    /** Found by a soak: the directory of the job went between its making and the first byte in it. */
    @Test
    void aValueIsKeptWhileTheLastOneOfItsJobIsDiscarded() {
        var store = durable();
        var both = IntStream.range(0, 2)
                .mapToObj(task -> CompletableFuture.runAsync(() -> {
                    for (int i = 0; i < 2_000; i++) {
                        try {
                            store.put(JOB, task, bytes(i, 16), Value.NO_LIST);
                        } catch (IOException lost) {
                            throw new UncheckedIOException(lost);
                        }
                        store.discard(JOB, new int[] {task});
                    }
                }))
                .toList();
        both.forEach(CompletableFuture::join);
        store.close();
    }

    @Test
    void anotherProcessOnTheSameDirectoryHasTheValues() throws Exception {
        var value = durable().put(JOB, 3, bytes(3, 5_000), Value.NO_LIST);
        assertThat(durable().read(JOB, 3, value)).isEqualTo(bytes(3, 5_000));
        assertThat(files()).hasSize(1).allMatch(file -> file.startsWith(directory.resolve("values")));
    }

    @Test
    void aDamagedFileIsAValueThatIsGone() throws Exception {
        var value = durable().put(JOB, 3, bytes(3, 5_000), Value.NO_LIST);
        byte[] damaged = Files.readAllBytes(files().get(0));
        damaged[4_000] ^= 1;
        Files.write(files().get(0), damaged);
        assertThatThrownBy(() -> durable().read(JOB, 3, value))
                .isInstanceOf(ValueGone.class)
                .hasMessageContaining("damaged")
                .extracting(gone -> ((ValueGone) gone).task())
                .isEqualTo(3);
    }

    @Test
    void aFileThatIsGoneIsAValueThatIsGone() throws Exception {
        var value = durable().put(JOB, 3, bytes(3, 5_000), Value.NO_LIST);
        var again = durable();
        Files.delete(files().get(0));
        assertThatThrownBy(() -> again.read(JOB, 3, value)).isInstanceOf(ValueGone.class);
        assertThatThrownBy(() -> again.chunk(JOB, 3, value.crc(), 0)).isInstanceOf(ValueGone.class);
    }

    @Test
    void aFetchedValueComesInChunksFromMemoryAndFromItsFile() throws Exception {
        byte[] whole = bytes(1, Chunk.BYTES_MAX + 10);
        for (long memory : new long[] {0, 1 << 20}) {
            var store = new ValueStore(NODE, memory, Optional.of(directory.resolve("values")));
            var value = store.put(JOB, 1, whole.clone(), Value.NO_LIST);
            Chunk first = store.chunk(JOB, 1, value.crc(), 0);
            Chunk last = store.chunk(JOB, 1, value.crc(), first.next());
            assertThat(last.isLast()).isTrue();
            assertThat(last.bytes()).isEqualTo(Arrays.copyOfRange(whole, Chunk.BYTES_MAX, whole.length));
        }
    }

    @Test
    void aValueIsFoundUnderTheTaskItStandsForToo() throws Exception {
        var store = durable();
        var value = store.put(JOB, 9, bytes(9, 500), Value.NO_LIST);
        assertThat(store.read(JOB, 2, value)).isEqualTo(bytes(9, 500));
    }

    @Test
    void anotherValueOfTheSameTaskIsNotTakenForIt() throws Exception {
        var store = durable();
        var before = store.put(JOB, 1, bytes(1, 500), Value.NO_LIST);
        store.put(JOB, 1, bytes(2, 500), Value.NO_LIST);
        assertThatThrownBy(() -> store.read(JOB, 1, before)).isInstanceOf(ValueGone.class);
        assertThat(files()).hasSize(1);
    }

    @Test
    void whatIsDiscardedLeavesNothingBehind() throws Exception {
        var store = durable();
        var one = store.put(JOB, 1, bytes(1, 500), Value.NO_LIST);
        store.put(JOB, 2, bytes(2, 500), Value.NO_LIST);
        store.discard(JOB, new int[] {1});
        assertThatThrownBy(() -> store.read(JOB, 1, one)).isInstanceOf(ValueGone.class);
        assertThat(files()).hasSize(1);
        store.discard(JOB, ALL);
        assertThat(files()).isEmpty();
        assertThat(store.bytesInMemory()).isZero();
    }
}
