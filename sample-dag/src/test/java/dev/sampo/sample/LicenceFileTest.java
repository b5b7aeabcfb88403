package dev.sampo.sample;

import static dev.sampo.resource.Resources.cpus;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import dev.sampo.ResourceTracker;
import dev.sampo.Sampo;
import dev.sampo.dag.Dag;
import dev.sampo.dag.TaskContext;
import dev.sampo.resource.Equipment;
import dev.sampo.resource.Resources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a tracker of one's own sees, a node has; what tasks hold of it they keep. */
class LicenceFileTest {
    private static CountDownLatch hasBegun;
    private static CountDownLatch mayEnd;

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void name() {
        file = directory.resolve("licences");
        System.setProperty("licences", file.toString());
    }

    @AfterEach
    void forget() {
        System.clearProperty("licences");
    }

    private static Sampo tracking(String... trackers) {
        return Sampo.local(ConfigFactory.parseMap(Map.of("sampo.node.trackers", List.of(trackers)))
                .withFallback(ConfigFactory.load()));
    }

    /** At once, so that nobody reads half of it. */
    private void write(String text) throws IOException {
        Path next = Files.writeString(directory.resolve("next"), text);
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static List<String> licences(Sampo sampo) {
        return sampo.here().state().equipment().items().getOrDefault("licence", List.of());
    }

    private static String holdsUntilTold(TaskContext context) throws InterruptedException {
        hasBegun.countDown();
        mayEnd.await();
        return context.held("licence").toString();
    }

    @Test
    void whatTheFileListsAtTheStartCanBeHeldAtOnce() throws IOException {
        write("A\n");
        try (Sampo sampo = tracking("licence-file")) {
            var dag = Dag.named("licensed");
            var task = dag.task("task", (TaskContext context) -> context.held("licence")
                            .toString())
                    .needs(cpus(1).and("licence", 1));
            assertThat(sampo.submit(dag).await(task)).isEqualTo("[A]");
        }
    }

    @Test
    void aLicenceThatIsTakenAwayStaysWithTheTaskThatHoldsIt() throws IOException, InterruptedException {
        write("A\n");
        hasBegun = new CountDownLatch(1);
        mayEnd = new CountDownLatch(1);
        try (Sampo sampo = tracking("licence-file")) {
            var dag = Dag.named("first");
            var first = dag.task("task", LicenceFileTest::holdsUntilTold)
                    .needs(cpus(0.5).and("licence", 1));
            var job = sampo.submit(dag);
            hasBegun.await();
            write("B\n");
            Awaitility.await().until(() -> licences(sampo).equals(List.of("B")));

            var other = Dag.named("second");
            var second = other.task("task", (TaskContext context) -> context.held("licence")
                            .toString())
                    .needs(cpus(0.5).and("licence", 1));
            var next = sampo.submit(other);
            mayEnd.countDown();
            assertThat(job.await(first)).isEqualTo("[A]");
            assertThat(next.await(second)).isEqualTo("[B]");
        }
    }

    /** Tells what it is told to, and throws at every other look. */
    public static final class Moody implements ResourceTracker {
        private static final AtomicInteger LOOKS = new AtomicInteger();
        private static volatile int slots = 3;

        @Override
        public String name() {
            return "moody";
        }

        @Override
        public Equipment look() {
            if (LOOKS.incrementAndGet() % 2 == 0) {
                throw new IllegalStateException("in a mood");
            }
            return Equipment.of(Resources.NONE.and("slot", slots), Map.of("mood", "good-" + slots));
        }

        @Override
        public Duration every() {
            return Duration.ofMillis(10);
        }
    }

    @Test
    void whatATrackerSaidStandsWhileItThrowsAndWhatOthersChangeIsLeft() {
        try (Sampo sampo = tracking("moody")) {
            sampo.here().addCapacity(Resources.NONE.and("slot", 1));
            Moody.slots = 7;
            Awaitility.await().untilAsserted(() -> assertThat(
                            sampo.here().state().equipment())
                    .satisfies(has -> assertThat(has.capacity().units("slot")).isEqualTo(8 * Resources.WHOLE))
                    .satisfies(has -> assertThat(has.labels()).containsEntry("mood", "good-7")));
            int looks = Moody.LOOKS.get();
            Awaitility.await().until(() -> Moody.LOOKS.get() > looks + 2);
            assertThat(sampo.here().state().capacity().units("slot")).isEqualTo(8 * Resources.WHOLE);
        }
    }

    @Test
    void aTrackerThatCannotLookKeepsNoNodeFromStarting() {
        try (Sampo sampo = tracking("licence-file")) {
            assertThat(licences(sampo)).isEmpty();
        }
    }

    @Test
    void anUnknownNameIsToldWithAllThereAre() {
        assertThatThrownBy(() -> tracking("licence-flie"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "sampo.node.trackers: no tracker is called \"licence-flie\"; there are: licence-file, moody");
    }
}
