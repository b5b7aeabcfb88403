package dev.sampo.journal.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sampo.journal.log.LogFixture.Opened;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that appends is killed, or its disk loses power: every acknowledged record is there afterwards. */
class CrashTest {

    @TempDir
    Path directory;

    @Test
    void everyAcknowledgedRecordSurvivesAKill() throws Exception {
        for (int round = 0; round < 5; round++) {
            long acked = appendUntil(directory, 300, () -> {});
            assertHolds(directory, acked);
        }
    }

    /** T01, with its control: the same cut without forcing must lose something, or the test proves nothing. */
    @Test
    void everyAcknowledgedRecordSurvivesAPowerCut() throws Exception {
        assumeTrue(Mount.isPossible(), "needs root and losetup, mkfs.ext4, xfs_io to cut the power of a loop device");
        try (Mount mount = Mount.ext4(directory)) {
            Path log = mount.path().resolve("log");
            for (int round = 0; round < 5; round++) {
                long acked = appendUntil(log, 500, mount::cutPower);
                mount.again();
                assertHolds(log, acked);
            }
            Path unsynced = mount.path().resolve("unsynced");
            long acked = appendUntil(unsynced, 500, mount::cutPower, "nosync");
            mount.again();
            assertThat(found(unsynced)).as("without fsync").isLessThan(acked);
        }
    }

    interface Cut {
        void cut() throws IOException;
    }

    /** The highest number acknowledged before the process died. */
    private static long appendUntil(Path log, int acks, Cut cut, String... more) throws Exception {
        String[] arguments = IntStream.rangeClosed(0, more.length)
                .mapToObj(i -> i == 0 ? log.toString() : more[i - 1])
                .toArray(String[]::new);
        Process process = ChildJvm.start(AckingAppender.class, arguments);
        long acked = 0;
        try (BufferedReader out = process.inputReader()) {
            for (int i = 0; i < acks; i++) {
                acked = number(out.readLine());
            }
            cut.cut();
            process.toHandle().destroyForcibly(); // unlike Process.destroyForcibly this leaves its last words readable
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                acked = line.matches("acked \\d+") && out.ready() ? number(line) : acked;
            }
        } finally {
            process.destroyForcibly().waitFor();
        }
        return acked;
    }

    private static long number(String line) {
        assertThat(line).startsWith("acked ");
        return Long.parseLong(line.substring("acked ".length()));
    }

    private static void assertHolds(Path log, long acked) {
        try (Opened opened = LogFixture.open(log)) {
            assertThat(opened.found.size()).isGreaterThanOrEqualTo((int) acked);
            assertThat(opened.found)
                    .isEqualTo(IntStream.range(0, opened.found.size())
                            .mapToObj(i -> i + "")
                            .toList());
        }
    }

    private static long found(Path log) {
        try (Opened opened = LogFixture.open(log)) {
            return opened.found.size();
        } catch (LogException e) {
            return 0; // not even the directory survived whole
        }
    }
}
