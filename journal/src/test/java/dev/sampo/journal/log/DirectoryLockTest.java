package dev.sampo.journal.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampo.journal.log.LogFixture.Opened;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryLockTest {

    @TempDir
    Path directory;

    @Test
    void aSecondLogOfTheSameProcessIsRefused() {
        try (Opened opened = LogFixture.open(directory)) {
            assertThatThrownBy(() -> LogFixture.open(directory))
                    .isInstanceOf(CannotOpenLog.class)
                    .hasMessageContaining("JOURNAL_LOCKED directory=" + directory)
                    .hasMessageContaining("another log of this process");
            assertThat(opened.append("the first goes on")).succeedsWithin(Duration.ofSeconds(20));
        }
        LogFixture.open(directory).close();
    }

    @Test
    void anotherProcessIsRefusedByTheNameOfTheHolder() throws Exception {
        Process holder = ChildJvm.start(AckingAppender.class, directory.toString());
        try (BufferedReader out = holder.inputReader()) {
            assertThat(out.readLine()).startsWith("acked");
            assertThatThrownBy(() -> LogFixture.open(directory))
                    .isInstanceOf(CannotOpenLog.class)
                    .hasMessageContaining("is held by process " + holder.pid());
        } finally {
            holder.destroyForcibly().waitFor();
        }
        LogFixture.open(directory).close();
    }

    @Test
    void aDirectoryThatIsAFileIsRefusedInOneLine() throws Exception {
        Path file = Files.createFile(directory.resolve("file"));
        assertThatThrownBy(() -> LogFixture.open(file))
                .isInstanceOf(CannotOpenLog.class)
                .hasMessageContaining("JOURNAL_UNUSABLE directory=" + file)
                .message()
                .isEqualToNormalizingNewlines("JOURNAL_UNUSABLE directory=" + file
                        + " cannot be created (java.nio.file.FileAlreadyExistsException: " + file + ")");
    }

    @Test
    void aForeignFileIsLeftAlone() throws Exception {
        Path foreign = Files.writeString(directory.resolve("program.log"), "of somebody else");
        LogFixture.open(directory).close();
        LogFixture.open(directory).close();
        assertThat(foreign).hasContent("of somebody else");
    }

    @Test
    void whatIsWrittenIsReadableByItsOwnerAlone() throws Exception {
        Path fresh = directory.resolve("fresh");
        LogFixture.open(fresh).close();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(fresh)))
                .isEqualTo("rwx------");
        for (String name : new String[] {"0000000001.log", "lock", "reserve"}) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(fresh.resolve(name))))
                    .as(name)
                    .isEqualTo("rw-------");
        }
    }
}
