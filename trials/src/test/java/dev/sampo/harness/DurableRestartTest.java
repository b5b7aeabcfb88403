package dev.sampo.harness;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.Sampo;
import dev.sampo.dag.Dag;
import dev.sampo.dag.Handle;
import dev.sampo.job.JobEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class DurableRestartTest {
    private static final int TASKS = 40;
    private static final Duration LIMIT = Duration.ofSeconds(60);

    @RegisterExtension
    final Jvms jvms = new Jvms();

    /** A chain whose every task notes that it ran, and whose middle waits until a file tells it to go on. */
    static Dag chain(Path log, Path gate) {
        var dag = Dag.named("lasting");
        String logFile = log.toString();
        String gateFile = gate.toString();
        Handle<Integer> last = dag.task("t0", () -> note(logFile, 0));
        for (int i = 1; i < TASKS; i++) {
            int number = i;
            last = dag.task("t" + i, last, before -> {
                if (number == TASKS / 2) {
                    awaitFile(gateFile);
                }
                return before + note(logFile, number);
            });
        }
        return dag;
    }

    private static int note(String log, int task) throws IOException {
        Files.writeString(Path.of(log), task + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        return 1;
    }

    private static void awaitFile(String file) {
        while (!Files.exists(Path.of(file))) {
            Thread.yield();
        }
    }

    /** The process that is killed: it submits, and runs until then. */
    static final class Runner {
        private Runner() {}

        public static void main(String[] arguments) {
            Path directory = Path.of(arguments[0]);
            Sampo sampo = Sampo.local(directory);
            var job = sampo.submit(chain(Path.of(arguments[1]), Path.of(arguments[2])), "lasting");
            job.events()
                    .filter(JobEvent.TaskSucceeded.class::isInstance)
                    .forEach(event -> System.out.println("done " + ((JobEvent.TaskSucceeded) event).task()));
            System.out.println("result " + job.status().status());
            sampo.close();
        }
    }

    @Test
    void aJobGoesOnAfterKillMinusNineAndFinishedTasksAreNotRunAgain(@TempDir Path directory) throws IOException {
        Path log = directory.resolve("ran");
        Path gate = directory.resolve("gate");
        String[] arguments = {directory.resolve("data").toString(), log.toString(), gate.toString()};
        Jvm first = jvms.start(Runner.class, arguments);
        first.awaitLine(line -> line.equals("done " + (TASKS / 2 - 1)), LIMIT);
        first.kill();
        Files.createFile(gate);
        Jvm second = jvms.start(Runner.class, arguments);
        assertThat(second.awaitLine(line -> line.startsWith("result"), LIMIT)).isEqualTo("result SUCCEEDED");
        assertThat(second.exitCode(LIMIT)).isZero();
        var ran = new ArrayList<>(Files.readAllLines(log));
        assertThat(ran).hasSize(TASKS).doesNotHaveDuplicates();
        assertThat(List.copyOf(ran)).first().isEqualTo("0");
    }
}
