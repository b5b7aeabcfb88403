package dev.sampo.journal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.journal.log.ChildJvm;
import dev.sampo.journal.log.FaultyDisk;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.SpawnProtocol;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** T02 to the end: what the default last resort does can only be seen from another process. */
class HaltTest {

    @TempDir
    Path directory;

    @Test
    void aFailedForceEndsTheProcessWithItsCode() throws Exception {
        Process process = ChildJvm.start(Program.class, directory.toString());
        try {
            String out = new String(process.getInputStream().readAllBytes());
            assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isEqualTo(LastResort.EXIT_CODE);
            assertThat(out).isEqualTo("safe is acknowledged\n");
        } finally {
            process.destroyForcibly().waitFor();
        }
        ActorSystem<SpawnProtocol.Command> again = Counter.system(directory, null);
        ActorRef<Counter.Command> counter = Counter.start(again, new Counter("c", 0));
        assertThat(Counter.sum(again, counter)).as("what was acknowledged").isGreaterThanOrEqualTo(4);
        Counter.stop(again);
    }

    static final class Program {

        private Program() {}

        public static void main(String[] arguments) throws Exception {
            FaultyDisk disk = new FaultyDisk();
            JournalSetup setup = new JournalSetup(disk, LastResort.halt());
            ActorSystem<SpawnProtocol.Command> system = Counter.system(Path.of(arguments[0]), setup);
            ActorRef<Counter.Command> counter = Counter.start(system, new Counter("c", 0));
            Counter.add(system, counter, List.of("safe"));
            System.out.println("safe is acknowledged");
            disk.failForces();
            Counter.add(system, counter, List.of("lost"));
            System.out.println("lost is acknowledged");
        }
    }
}
