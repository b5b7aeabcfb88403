package dev.sampo.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.typesafe.config.ConfigFactory;
import dev.sampo.Sampo;
import dev.sampo.SampoException;
import dev.sampo.cli.Main;
import dev.sampo.dag.Dag;
import dev.sampo.dag.Handle;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What a node does when its journal is damaged, torn or has no room: a clear error, never a silent loss. */
class JournalFaultTest {
    private static final int TASKS = 20;
    private static final int DAMAGED = 65;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @RegisterExtension
    final Jvms jvms =
            new Jvms(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx256m", "-Dsampo.journal.home=local"));

    @TempDir
    Path directory;

    private record Chain(Dag dag, Handle<Integer> last) {
        static Chain of(String gate) {
            var dag = Dag.named("lasting");
            Handle<Integer> last = dag.task("t0", () -> 1);
            for (int i = 1; i < TASKS; i++) {
                int number = i;
                last = dag.task("t" + i, last, before -> {
                    while (number == TASKS / 2 && !Files.exists(Path.of(gate))) {
                        Thread.yield();
                    }
                    return before + 1;
                });
            }
            return new Chain(dag, last);
        }
    }

    /** Submits under the same id whenever it is started, and prints the result. */
    static final class Runner {
        private Runner() {}

        public static void main(String[] arguments) {
            Sampo sampo = Sampo.local(Path.of(arguments[0]));
            Chain chain = Chain.of(arguments[1]);
            var job = sampo.submit(chain.dag(), "lasting");
            System.out.println("accepted");
            job.events().limit(TASKS / 2).forEach(event -> {});
            System.out.println("half");
            System.out.println("result " + job.await(chain.last()));
            sampo.close();
        }
    }

    /** Kills a process in the middle of a job and gives the segment it wrote. */
    private Path killedInTheMiddle(Path data, Path gate) {
        Jvm first = jvms.start(Runner.class, data.toString(), gate.toString());
        first.awaitLine(line -> line.equals("half"), LIMIT);
        first.kill();
        return data.resolve("journal").resolve("0000000001.log");
    }

    @Test
    void aTornTailOfAKilledProcessIsSaidAndTheJobGoesOn() throws IOException {
        Path data = directory.resolve("data");
        Path gate = directory.resolve("gate");
        Path segment = killedInTheMiddle(data, gate);
        byte[] bytes = Files.readAllBytes(segment);
        Files.write(segment, Arrays.copyOf(bytes, bytes.length - 3));
        Jvm verify = jvms.start(Main.class, "journal", "verify", data.toString());
        assertThat(verify.exitCode(LIMIT)).isZero();
        assertThat(verify.lines()).anyMatch(line -> line.contains("torn") && line.contains("offset="));
        Files.createFile(gate);
        Jvm second = jvms.start(Runner.class, data.toString(), gate.toString());
        assertThat(second.awaitLine(line -> line.startsWith("result"), LIMIT)).isEqualTo("result " + TASKS);
        assertThat(second.lines()).anyMatch(line -> line.contains("TAIL_TRUNCATED"));
    }

    @Test
    void aFlippedBitInAKilledProcessesJournalKeepsANodeFromStarting() throws IOException {
        Path data = directory.resolve("data");
        Path segment = killedInTheMiddle(data, directory.resolve("gate"));
        byte[] good = Files.readAllBytes(segment);
        for (int at : new int[] {10, good.length / 3, good.length / 2}) {
            byte[] bad = good.clone();
            bad[at] ^= 8;
            Files.write(segment, bad);
            for (String[] command :
                    new String[][] {{"node", "--data", data.toString()}, {"journal", "verify", data.toString()}}) {
                Jvm refusing = jvms.start(Main.class, command);
                assertThat(refusing.exitCode(LIMIT))
                        .as(String.join("\n", refusing.lines()))
                        .isEqualTo(DAMAGED);
                assertThat(refusing.lines())
                        .anyMatch(line -> line.contains("JOURNAL_CORRUPT")
                                && line.contains("file=" + segment)
                                && line.contains("offset="))
                        .noneMatch(line -> line.contains("\tat "));
            }
            assertThat(Files.readAllBytes(segment)).isEqualTo(bad);
        }
        Files.write(segment, good);
        assertThat(jvms.start(Main.class, "journal", "verify", data.toString()).exitCode(LIMIT))
                .isZero();
    }

    @Test
    void onAFullDiskNothingIsAcceptedAndWhenThereIsRoomAgainAllGoesOnWithNothingLost() throws Exception {
        assumeTrue(mount("-t", "tmpfs", "-o", "size=8m", "tmpfs", directory.toString()), "needs root to mount a tmpfs");
        try (Sampo sampo = Sampo.local(ConfigFactory.parseMap(
                        Map.of("sampo.data", directory.resolve("data").toString(), "sampo.client.ask-timeout", "5s"))
                .withFallback(ConfigFactory.load()))) {
            List<String> accepted = new ArrayList<>();
            Throwable refused = null;
            for (int i = 0; refused == null; i++) {
                String id = "job-" + i;
                refused = catchThrowable(() -> sampo.submit(large(id).dag(), id));
                if (refused == null) {
                    accepted.add(id);
                }
            }
            assertThat(refused)
                    .isInstanceOf(SampoException.NotWritten.class)
                    .hasMessageContaining("JOURNAL_FULL directory=" + directory);
            assertThat(accepted).isNotEmpty();
            assertThat(mount("-o", "remount,size=64m", directory.toString())).isTrue();
            for (String id : accepted) {
                Large large = large(id);
                assertThat(sampo.job(id, large.dag()).await(large.value(), LIMIT))
                        .hasSize(10_000);
            }
        } finally {
            new ProcessBuilder("umount", directory.toString()).start().waitFor();
        }
    }

    private record Large(Dag dag, Handle<byte[]> value) {}

    private static Large large(String id) {
        var dag = Dag.named("large");
        return new Large(dag, dag.task(id, () -> new byte[10_000]));
    }

    private static boolean mount(String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("mount"));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command).start().waitFor() == 0;
    }
}
