package dev.sampo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirectoryTest {
    @TempDir
    private Path directory;

    @Test
    void whatItKeepsIsThereInTheNextLife() {
        try (var first = DataDirectory.open(directory)) {
            assertThat(first.voters()).isEmpty();
            assertThat(first.port()).isZero();
            first.keepVoters(List.of("a:1", "b:2"));
            first.keepVoters(List.of("a:1", "b:2", "c:3"));
            first.keepPort(7355);
        }
        try (var second = DataDirectory.open(directory)) {
            assertThat(second.voters()).containsExactly("a:1", "b:2", "c:3");
            assertThat(second.port()).isEqualTo(7355);
        }
    }

    @Test
    void itBelongsToOneAtATimeAndSaysToWhom() {
        try (var holder = DataDirectory.open(directory)) {
            assertThat(holder.port()).isZero();
            assertThatThrownBy(() -> DataDirectory.open(directory))
                    .isInstanceOf(SampoException.BadConfiguration.class)
                    .hasMessageContaining(directory + " is in use by process "
                            + ProcessHandle.current().pid());
        }
        DataDirectory.open(directory).close();
    }

    /** S-26. The token stays as it is: others may have read it, and so it is to be refused. */
    @Test
    void whatOthersCouldReadInIsItsOwnersAloneFromNowOn() throws IOException {
        Assumptions.assumeTrue(
                directory.getFileSystem().supportedFileAttributeViews().contains("posix"), "no such modes");
        Path data = Files.createDirectories(directory.resolve("data"));
        Path job = Files.createDirectories(data.resolve("values").resolve("job-a"));
        Path value = Files.createFile(job.resolve("0-1"));
        Path foreign = Files.createFile(data.resolve("readme"));
        Path token = Files.createFile(data.resolve("token"));
        for (Path each : List.of(data, data.resolve("values"), job, value, foreign, token)) {
            Files.setPosixFilePermissions(each, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
        try (var kept = DataDirectory.open(data)) {
            kept.keepPort(1);
            kept.keepVoters(List.of("a:1"));
        }
        for (Path each : List.of(data, data.resolve("values"), job, value)) {
            assertThat(mode(each)).as(each.toString()).isEqualTo("rwx------");
        }
        for (String name : List.of("port", "voters", "node.lock")) {
            assertThat(mode(data.resolve(name))).as(name).isEqualTo("rw-------");
        }
        assertThat(mode(token)).isEqualTo("rwxr-xr-x");
        assertThat(mode(foreign)).isEqualTo("rwxr-xr-x");
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    /** Who is root and says --data /tmp is not to lock everybody out of it. */
    @Test
    void aDirectoryThatIsForAllByDesignStaysSo() throws IOException {
        Assumptions.assumeTrue(
                directory.getFileSystem().supportedFileAttributeViews().contains("unix"), "no such modes");
        Path shared = Files.createDirectories(directory.resolve("shared"));
        Files.setAttribute(shared, "unix:mode", 01777);
        DataDirectory.open(shared).close();
        assertThat(mode(shared)).isEqualTo("rwxrwxrwx");
        assertThat(mode(shared.resolve("node.lock"))).isEqualTo("rw-------");
    }

    @Test
    void aFileInItsPlaceIsNamed() throws IOException {
        Path file = Files.createFile(directory.resolve("plain"));
        assertThatThrownBy(() -> DataDirectory.open(file))
                .isInstanceOf(SampoException.BadConfiguration.class)
                .hasMessageContaining(file + " is no directory")
                .hasMessageContaining("--data");
    }
}
