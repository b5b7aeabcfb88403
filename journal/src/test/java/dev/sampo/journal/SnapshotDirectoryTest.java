package dev.sampo.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.journal.log.Disk;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotDirectoryTest {

    private static final SnapshotFile SNAPSHOT = new SnapshotFile(
            "a/strange id: ä", 7, 42, new Blob(3, "manifest", new byte[] {1, 2, 3}), new Blob(4, "", new byte[] {9}));

    @TempDir
    Path root;

    @Test
    void aSnapshotComesBackWhole() throws Exception {
        SnapshotDirectory directory = new SnapshotDirectory(root.resolve("snapshots"), Disk.real());
        directory.save(SNAPSHOT);
        List<SnapshotDirectory.Entry> entries = directory.list(SNAPSHOT.persistenceId());
        assertThat(entries).hasSize(1);
        ByteBuffer bytes = directory.read(entries.get(0), 1000);
        assertThat(SnapshotFile.damage(bytes)).isNull();
        assertThat(SnapshotFile.decode(bytes)).usingRecursiveComparison().isEqualTo(SNAPSHOT);
    }

    @Test
    void theNewestComesFirstAndIdsAreKeptApart() throws Exception {
        SnapshotDirectory directory = new SnapshotDirectory(root.resolve("snapshots"), Disk.real());
        for (String id : new String[] {"a:b", "a_b"}) {
            for (long number : new long[] {9, 100, 20}) {
                directory.save(new SnapshotFile(id, number, 1, SNAPSHOT.state(), null));
            }
        }
        assertThat(directory.list("a:b").stream().map(SnapshotDirectory.Entry::sequenceNr))
                .containsExactly(100L, 20L, 9L);
        directory.delete(directory.list("a:b"));
        assertThat(directory.list("a:b")).isEmpty();
        assertThat(directory.list("a_b")).hasSize(3);
    }

    @Test
    void anyFlippedBitAndAnyTruncationIsNoticed() {
        byte[] good = SNAPSHOT.encode().array();
        for (int bit = 0; bit < good.length * 8; bit++) {
            byte[] bytes = good.clone();
            bytes[bit / 8] ^= (byte) (1 << (bit % 8));
            assertThat(SnapshotFile.damage(ByteBuffer.wrap(bytes)))
                    .as("bit " + bit)
                    .isNotNull();
        }
        for (int length = 0; length < good.length; length++) {
            assertThat(SnapshotFile.damage(ByteBuffer.wrap(Arrays.copyOf(good, length))))
                    .as("length " + length)
                    .isNotNull();
        }
    }

    @Test
    void anUnfinishedSnapshotIsNeverSeen() throws Exception {
        SnapshotDirectory directory = new SnapshotDirectory(root.resolve("snapshots"), Disk.real());
        directory.save(SNAPSHOT);
        Path file = directory.list(SNAPSHOT.persistenceId()).get(0).file();
        Files.write(file.resolveSibling("0000000000000000008-43.snapshot.tmp"), new byte[] {1});
        assertThat(directory.list(SNAPSHOT.persistenceId())).hasSize(1);
        try (Stream<Path> left = Files.list(file.getParent())) {
            assertThat(left).hasSize(2);
        }
    }
}
