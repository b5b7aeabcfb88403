package dev.sampo.journal.postgresql;

import static dev.sampo.harness.NeededProgram.need;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import dev.sampo.Sampo;
import dev.sampo.dag.Dag;
import dev.sampo.dag.Handle;
import dev.sampo.harness.Cluster;
import dev.sampo.harness.ClusterSpec;
import dev.sampo.harness.Jvm;
import dev.sampo.harness.Jvms;
import dev.sampo.job.JobEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What the local journal is tested for with real kills, with the journal in a database. */
class PostgresqlRestartTest {
    private static final int TASKS = 30;
    private static final Duration LIMIT = Duration.ofSeconds(120);
    private static ThrowAwayServer server;

    @RegisterExtension
    final Jvms jvms = new Jvms();

    @TempDir
    Path directory;

    @BeforeAll
    static void start() throws IOException, InterruptedException {
        String missing = ThrowAwayServer.missing().orElse("");
        need("postgresql", missing.isEmpty(), missing);
        server = ThrowAwayServer.start();
    }

    @AfterAll
    static void stop() throws IOException {
        if (server != null) {
            server.close();
        }
    }

    private record Chain(Dag dag, Handle<Integer> last) {

        /** Every task notes that it ran; the middle one waits until a file tells it to go on. */
        static Chain of(String log, String gate) {
            var dag = Dag.named("lasting");
            Handle<Integer> last = dag.task("t0", () -> note(log, 0));
            for (int i = 1; i < TASKS; i++) {
                int number = i;
                last = dag.task("t" + i, last, before -> {
                    while (number == TASKS / 2 && !Files.exists(Path.of(gate))) {
                        Thread.yield();
                    }
                    return before + note(log, number);
                });
            }
            return new Chain(dag, last);
        }

        private static int note(String log, int task) throws IOException {
            Files.writeString(Path.of(log), task + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            return 1;
        }
    }

    /** The process that is killed: it submits, and runs until then. */
    static final class Runner {
        private Runner() {}

        public static void main(String[] arguments) {
            Config config =
                    ConfigFactory.parseFile(Path.of(arguments[0]).toFile()).withFallback(ConfigFactory.load());
            Sampo sampo = Sampo.local(config);
            var job = sampo.submit(Chain.of(arguments[1], arguments[2]).dag(), "lasting");
            job.events()
                    .filter(JobEvent.TaskSucceeded.class::isInstance)
                    .forEach(event -> System.out.println("done " + ((JobEvent.TaskSucceeded) event).task()));
            System.out.println("result " + job.status().status());
            sampo.close();
        }
    }

    @Test
    void aJobGoesOnAfterKillMinusNineAndFinishedTasksAreNotRunAgain() throws IOException, SQLException {
        Path config = Files.writeString(directory.resolve("node.conf"), server.settings("restart"));
        Path log = directory.resolve("ran");
        Path gate = directory.resolve("gate");
        String[] arguments = {config.toString(), log.toString(), gate.toString()};
        Jvm first = jvms.start(Runner.class, arguments);
        first.awaitLine(line -> line.equals("done " + (TASKS / 2 - 1)), LIMIT);
        first.kill();
        Files.createFile(gate);
        Jvm second = jvms.start(Runner.class, arguments);
        assertThat(second.awaitLine(line -> line.startsWith("result"), LIMIT)).isEqualTo("result SUCCEEDED");
        assertThat(second.exitCode(LIMIT)).isZero();
        assertThat(List.copyOf(Files.readAllLines(log))).hasSize(TASKS).doesNotHaveDuplicates();
    }

    @Test
    void aJobOutlivesTheDeathOfEveryNodeOneAfterTheOther() throws SQLException {
        String log = directory.resolve("ran").toString();
        Path gate = directory.resolve("gate");
        String settings = server.settings("failover");
        ClusterSpec spec = ClusterSpec.jvms(3).limit(LIMIT).nodes(node -> node.with(settings));
        try (Cluster cluster = Cluster.start(spec)) {
            Chain chain = Chain.of(log, gate.toString());
            cluster.client().submit(chain.dag(), "lasting");
            cluster.until(
                    "half of it is done",
                    () -> Files.exists(Path.of(log))
                            && Files.readAllLines(Path.of(log)).size() >= TASKS / 2);
            for (int node = 0; node < 3; node++) {
                cluster.kill(node);
                cluster.restart(node);
            }
            Files.createFile(gate);
            assertThat(cluster.client().job("lasting", chain.dag()).await(chain.last(), LIMIT))
                    .isEqualTo(TASKS);
            assertThat(Files.readAllLines(Path.of(log)).stream().distinct()).hasSize(TASKS);
        } catch (IOException failure) {
            throw new java.io.UncheckedIOException(failure);
        }
    }
}
