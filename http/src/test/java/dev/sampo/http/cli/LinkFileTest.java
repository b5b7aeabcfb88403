package dev.sampo.http.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LinkFileTest {
    @TempDir
    private Path directory;

    @Test
    void whereBrowsersMayBeSnapsItIsWhereTheySeeIt() {
        Path nowhere = directory.resolve("nowhere");
        Path temporary = Path.of("tmp");
        assertThat(LinkFile.directory(directory, directory, temporary)).isEqualTo(directory);
        assertThat(LinkFile.directory(nowhere, directory, temporary)).isEqualTo(temporary);
        assertThat(LinkFile.directory(directory, nowhere, temporary)).isEqualTo(temporary);
    }
}
