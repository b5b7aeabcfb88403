package dev.sampo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
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

    @Test
    void aFileInItsPlaceIsNamed() throws IOException {
        Path file = Files.createFile(directory.resolve("plain"));
        assertThatThrownBy(() -> DataDirectory.open(file))
                .isInstanceOf(SampoException.BadConfiguration.class)
                .hasMessageContaining(file + " is no directory")
                .hasMessageContaining("--data");
    }
}
