package dev.sampo.cli.journal;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sampo.Sampo;
import dev.sampo.SampoException;
import dev.sampo.cli.CommandLineRun;
import dev.sampo.dag.Dag;
import dev.sampo.resilience.Retry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class JournalCommandTest {
    private static final int TASKS = 30;

    /** As a clean end leaves it, and as a kill does. */
    @TempDir
    static Path closed;

    @TempDir
    static Path killed;

    @TempDir
    Path copy;

    @BeforeAll
    static void runTwoJobs() throws IOException {
        try (Sampo sampo = Sampo.local(closed)) {
            var dag = Dag.named("squares");
            var first = dag.task("first", () -> 0);
            var last = first;
            for (int i = 1; i < TASKS; i++) {
                last = dag.task("next-" + i, last, before -> before + 1);
            }
            sampo.submit(dag, "good").await(last);
            var broken = Dag.named("broken");
            broken.task("bad", JournalCommandTest::fail)
                    .retry(Retry.exponential(2).startingAt(Duration.ofMillis(1)));
            try {
                sampo.submit(broken, "bad").await();
            } catch (SampoException expected) {
                assertThat(expected).hasMessageContaining("no luck");
            }
            copyTree(closed, killed);
        }
    }

    private static int fail() {
        throw new IllegalStateException("no luck");
    }

    private static void copyTree(Path from, Path to) throws IOException {
        try (var files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = to.resolve(from.relativize(file));
                Files.createDirectories(target.getParent());
                Files.write(target, Files.readAllBytes(file));
            }
        }
    }

    private static TreeMap<String, String> everythingIn(Path directory) throws IOException {
        var found = new TreeMap<String, String>();
        try (var files = Files.walk(directory)) {
            for (Path file : files.toList()) {
                String bytes = Files.isDirectory(file) ? "" : Arrays.hashCode(Files.readAllBytes(file)) + "";
                found.put(file.toString(), bytes + " " + Files.getLastModifiedTime(file));
            }
        }
        return found;
    }

    private static Path segment(Path data) {
        return data.resolve("journal").resolve("0000000001.log");
    }

    @ParameterizedTest
    @ValueSource(strings = {"verify", "stats", "export"})
    void everyPartExplainsItselfWithAnExample(String part) {
        var run = CommandLineRun.of("journal", part, "--help");
        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("sampo journal " + part, "DIR", "--output", "./sampo journal " + part);
        assertThat(CommandLineRun.of("journal").err()).contains("verify, stats, export");
    }

    @Test
    void aWholeJournalIsFoundWholeAndNothingInItChanges() throws IOException {
        var before = everythingIn(closed);
        JsonNode report = CommandLineRun.of("journal", "verify", closed.toString(), "--output", "json")
                .json();
        assertThat(report.path("torn_bytes").asLong()).isZero();
        assertThat(report.path("held_by").asText()).isEmpty();
        assertThat(report.path("events").asLong()).isPositive();
        assertThat(report.path("segments").asInt()).isEqualTo(1);
        assertThat(CommandLineRun.of("journal", "stats", closed.toString()).code())
                .isZero();
        assertThat(CommandLineRun.of("journal", "export", "--job", "good", closed.toString())
                        .code())
                .isZero();
        assertThat(everythingIn(closed)).isEqualTo(before);
        assertThat(CommandLineRun.of(
                                "journal", "verify", closed.resolve("journal").toString())
                        .out())
                .contains("is whole");
    }

    @Test
    void itCountsWhatIsThere() throws IOException {
        JsonNode report = CommandLineRun.of("journal", "stats", closed.toString(), "--output", "json")
                .json();
        JsonNode partition = report.path("partitions").path(0);
        assertThat(partition.path("id").asText()).isEqualTo("sampo-partition-0");
        assertThat(partition.path("term").asLong()).isPositive();
        assertThat(partition.path("facts").asLong()).isGreaterThan(TASKS);
        assertThat(partition.path("jobs").path("succeeded").asInt()).isEqualTo(1);
        assertThat(partition.path("jobs").path("failed").asInt()).isEqualTo(1);
    }

    @Test
    void itTellsTheStoryOfAJobInOrder() throws IOException {
        JsonNode good = CommandLineRun.of("journal", "export", "--job", "good", closed.toString(), "-o", "json")
                .json();
        assertThat(good.path("status").asText()).isEqualTo("succeeded");
        assertThat(good.path("events")).hasSize(TASKS + 2);
        assertThat(good.path("events").path(0).path("event").asText()).isEqualTo("accepted");
        assertThat(good.path("events").path(2).path("task").asText()).isEqualTo("next-1");
        assertThat(good.path("events").path(2).path("node").asText()).isEqualTo("local");
        assertThat(good.path("events").path(TASKS + 1).path("event").asText()).isEqualTo("ended");
        String bad = CommandLineRun.of("journal", "export", "--job", "bad", closed.toString())
                .out();
        assertThat(bad).contains("bad on local, attempt 1", "no luck", "again at", "attempt 2", "for good", "failed");
    }

    @Test
    void aJobThatIsNotThereIsRefusedWithThoseThatAre() {
        var run = CommandLineRun.of("journal", "export", "--job", "other", closed.toString());
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("other", "good", "bad");
    }

    @Test
    void aDirectoryWithoutAJournalIsRefused() {
        var run =
                CommandLineRun.of("journal", "verify", closed.resolve("nowhere").toString());
        assertThat(run.code()).isEqualTo(74);
        assertThat(run.err()).contains("nowhere", "no such file");
    }

    @Test
    void aDirectoryWithoutAJournalIsNotCalledWhole() {
        for (String part : new String[] {"verify", "stats"}) {
            var run = CommandLineRun.of("journal", part, copy.toString());
            assertThat(run.code()).isEqualTo(2);
            assertThat(run.out()).isEmpty();
            assertThat(run.err()).contains("there is no journal in " + copy);
        }
    }

    @Test
    void aTornTailIsReportedAndIsNoDamage() throws IOException {
        copyTree(killed, copy);
        byte[] bytes = Files.readAllBytes(segment(copy));
        Files.write(segment(copy), Arrays.copyOf(bytes, bytes.length - 3));
        var before = everythingIn(copy);
        var run = CommandLineRun.of("journal", "verify", copy.toString(), "--output", "json");
        assertThat(run.code()).isZero();
        assertThat(run.json().path("torn_bytes").asLong()).isPositive();
        assertThat(run.json().path("torn_file").asText()).endsWith("0000000001.log");
        assertThat(CommandLineRun.of("journal", "verify", copy.toString()).out())
                .contains("torn", "offset=");
        assertThat(everythingIn(copy)).isEqualTo(before);
    }

    @Test
    void aFlippedBitIsDamageThatNamesFileAndOffset() throws IOException {
        for (Path original : new Path[] {closed, killed}) {
            copyTree(original, copy);
            byte[] bytes = Files.readAllBytes(segment(copy));
            bytes[bytes.length / 2] ^= 4;
            Files.write(segment(copy), bytes);
            for (String part : new String[] {"verify", "stats"}) {
                var run = CommandLineRun.of("journal", part, copy.toString());
                assertThat(run.code()).isEqualTo(65);
                assertThat(run.out()).isEmpty();
                assertThat(run.err())
                        .contains("JOURNAL_CORRUPT", "file=" + segment(copy), "offset=")
                        .doesNotContain("\tat ");
            }
        }
    }

    @Test
    void aFlippedBitInTheLastRecordOfACleanEndIsDamageToo() throws IOException {
        copyTree(closed, copy);
        byte[] bytes = Files.readAllBytes(segment(copy));
        bytes[bytes.length - 40] ^= 1;
        Files.write(segment(copy), bytes);
        assertThat(CommandLineRun.of("journal", "verify", copy.toString()).code())
                .isEqualTo(65);
    }

    @Test
    void whoHasTheDirectoryOpenIsSaidAndReadingGoesOn() throws IOException {
        copyTree(killed, copy);
        try (Sampo sampo = Sampo.local(copy)) {
            assertThat(sampo.jobSummaries()).hasSize(2);
            var run = CommandLineRun.of("journal", "stats", copy.toString(), "--output", "json");
            assertThat(run.code()).isZero();
            assertThat(run.err()).contains("process " + ProcessHandle.current().pid());
            assertThat(run.json().path("held_by").asLong())
                    .isEqualTo(ProcessHandle.current().pid());
        }
    }
}
