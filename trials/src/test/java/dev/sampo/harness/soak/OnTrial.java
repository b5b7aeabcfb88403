package dev.sampo.harness.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import com.typesafe.config.ConfigFactory;
import dev.sampo.SampoException;
import dev.sampo.cli.Directories;
import dev.sampo.harness.Jvms;
import dev.sampo.harness.SampoCluster;
import dev.sampo.harness.history.Entry.Moment;
import dev.sampo.harness.history.Entry.Run;
import dev.sampo.harness.history.Entry.Stored;
import dev.sampo.harness.history.Entry.What;
import dev.sampo.harness.history.History;
import dev.sampo.harness.history.Violation;
import dev.sampo.membership.NodeStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.AfterTestExecutionCallback;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * One cluster under load for all directed tests of a class: each leaves it whole, and in the end all that happened is judged.
 * What they have in common is static, as the tests are in interfaces, and is made anew for each class.
 */
@TestInstance(Lifecycle.PER_CLASS)
abstract class OnTrial {
    static final boolean FULL = Boolean.getBoolean("faults.full");
    static final long SEED = Long.getLong("faults.seed", 1);
    static final Duration LIMIT = Duration.ofMinutes(3);

    @RegisterExtension
    static final Jvms JVMS = new Jvms();

    static SoakSettings settings;
    static Machine machine;
    static SampoCluster cluster;
    static List<Zombie> zombies;
    static Random random;
    static Trial trial;
    static Faults faults;

    private static boolean failed;
    private static boolean broken;

    @RegisterExtension
    final SampoCluster own;

    @RegisterExtension
    static final AfterTestExecutionCallback FAILURES =
            context -> failed |= context.getExecutionException().isPresent();

    /** A process that went on after others had taken over from it. */
    record Zombie(String node, long pid, long wokenAt) {}

    OnTrial() {
        settings = drawn();
        machine = Machine.in(settings.directory());
        zombies = new ArrayList<>();
        random = new Random(SEED);
        failed = false;
        broken = false;
        own = SampoCluster.of(Trial.spec(settings)
                .limit(LIMIT)
                .nodes(node -> node.set("sampo.cluster.minority-max", "5s"))
                .node(Machine.NODE, machine::under));
        cluster = own;
    }

    private static SoakSettings drawn() {
        try {
            return new SoakSettings(
                    FULL ? Duration.ofHours(1) : Duration.ZERO,
                    3,
                    SEED,
                    SoakSettings.FAULTS,
                    "replicated",
                    ConfigFactory.load().getConfig("sampo.journal").atPath("sampo.journal"),
                    Files.createTempDirectory("sampo-faults-"),
                    false);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @BeforeAll
    static void work() throws IOException {
        trial = new Trial(settings, cluster);
        faults = trial.faults();
        trial.begin();
        Probe.submit(trial, Graphs.wide("warm-up", 200, 10, settings.histories()))
                .awaitSuccess();
    }

    /** A cluster that does not become whole again fails one test, not each that follows. */
    @BeforeEach
    void beginWhole() {
        assumeFalse(broken, "the cluster has not become whole again after an earlier test");
        broken = true;
        awaitWhole();
        broken = false;
    }

    static void awaitWhole() {
        cluster.until(
                "every node is there and well",
                () -> trial.isWhole()
                        && cluster.client().nodes().stream()
                                        .filter(node -> node.status() == NodeStatus.HEALTHY)
                                        .count()
                                > cluster.size());
    }

    /** On a slow machine what an earlier fault cut off may go on only now, and would be taken for the work of the next. */
    static void awaitEndOfWhatIsOpen() {
        long now = System.currentTimeMillis();
        cluster.until("all jobs of before have ended", () -> {
            try {
                return cluster.client().jobSummaries().stream()
                        .allMatch(job -> job.acceptedAt() > now || job.status().isFinal());
            } catch (SampoException silent) {
                return false;
            }
        });
    }

    @AfterAll
    static void noPromiseWasBroken() throws IOException, InterruptedException {
        trial.stopLoad();
        trial.settle(text -> {});
        List<Violation> violations = trial.verdict(Trial.LIMITS.atAnyPace());
        assertThat(violations).as("in the histories of " + settings.directory()).isEmpty();
        if (!zombies.isEmpty()) {
            assertNothingWasAcceptedFromZombies(trial.history());
        }
        trial.close();
        if (!failed && !broken) {
            Directories.delete(settings.directory());
        }
    }

    static int rounds(int few, int many) {
        return FULL ? many : few;
    }

    /** How long a fault lasts is a part of it. */
    static void stay(double briefly, double fully) throws InterruptedException {
        new CountDownLatch(1).await(Math.round(1_000 * (FULL ? fully : briefly)), TimeUnit.MILLISECONDS);
    }

    /** A job that is under way until {@link #open}. */
    static Probe gated(String id) {
        return Probe.gated(trial, id, settings.histories());
    }

    static void open(Probe probe) {
        probe.open(settings.histories());
    }

    /** What a test does that nobody may be taken out by. */
    interface Act {
        void take() throws IOException, InterruptedException;
    }

    /** A machine that is too slow for the failure detector is no news: then it is done once more, twice at most. */
    static void takingNobodyOut(Act act) throws IOException, InterruptedException {
        for (int left = 2; left >= 0; left--) {
            int restarts = trial.restarts();
            act.take();
            awaitWhole();
            if (trial.restarts() == restarts) {
                return;
            }
        }
        throw new AssertionError("each time a node was taken out by it");
    }

    static Probe chain(String id, int tasks, int millis) {
        return Probe.submit(trial, Graphs.chain(id, tasks, millis, settings.histories()));
    }

    static List<Integer> nodesBut(int node) {
        return IntStream.range(0, cluster.size())
                .filter(other -> other != node)
                .boxed()
                .toList();
    }

    /** How often it has become a member. */
    static long lives(int node) throws IOException {
        return printed(node, "SAMPO_NODE_READY");
    }

    /** How often it has said that it waits for others, before it begins a cluster with them. */
    static long waits(int node) throws IOException {
        return printed(node, "are needed to begin");
    }

    private static long printed(int node, String text) throws IOException {
        return Files.readAllLines(cluster.directory(node).resolve("output.log")).stream()
                .filter(line -> line.contains(text))
                .count();
    }

    static void awaitRemoval(int node) {
        cluster.until("the others have taken out " + cluster.name(node), () -> Membership.now(cluster)
                .filter(members -> members.isWithout(node))
                .isPresent());
    }

    static int nodeNamed(String name) {
        return IntStream.range(0, cluster.size())
                .filter(node -> cluster.name(node).equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static void assertNothingWasAcceptedFromZombies(History history) {
        var late = new HashSet<Done>();
        for (Zombie zombie : zombies) {
            history.all(Run.class).stream()
                    .filter(run -> run.p().equals(zombie.node())
                            && run.inc() == zombie.pid()
                            && run.t() > zombie.wokenAt()
                            && run.f() == Moment.END)
                    .forEach(run -> late.add(new Done(run.job(), run.task(), run.term(), run.serial())));
        }
        assertThat(late)
                .as("what paused nodes did after they had been replaced")
                .hasSizeGreaterThanOrEqualTo(zombies.size());
        assertThat(history.all(Stored.class))
                .filteredOn(fact -> fact.f() == What.DONE)
                .extracting(fact -> new Done(fact.job(), fact.task(), fact.term(), fact.serial()))
                .doesNotContainAnyElementsOf(late);
    }

    /** An attempt by its fence: the next one, on a node of the same name, may have the same number. */
    private record Done(String job, String task, long term, long serial) {}
}
