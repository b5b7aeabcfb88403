package dev.sampo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigMemorySize;
import dev.sampo.dag.Body;
import dev.sampo.dag.Body1;
import dev.sampo.dag.Dag;
import dev.sampo.dag.NamedBody;
import dev.sampo.job.JobStatus;
import dev.sampo.planning.JobExplanation;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.AskPattern;
import org.apache.pekko.pattern.Patterns;
import org.apache.pekko.testkit.javadsl.TestKit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FacadeTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final Map<String, CountDownLatch> GATES = new ConcurrentHashMap<>();

    /** Named in META-INF/services of the tests. */
    public static final class Shelf implements NamedBodies {
        @Override
        public Map<String, Body> bodies() {
            Body1<Integer, Integer> twice = x -> x * 2;
            return Map.of("twice", twice);
        }
    }

    @Test
    void aSampoWhoseActorSystemHasEndedCanStillBeClosed() {
        try (Sampo sampo = Sampo.local()) {
            sampo.system().terminate();
            sampo.system().getWhenTerminated().toCompletableFuture().join();
        }
    }

    @Test
    void aJobSaysWhenItWillBeDoneAndWhatItWaitedFor() {
        try (Sampo sampo = Sampo.local()) {
            var dag = Dag.named("late");
            var gate = new CountDownLatch(1);
            GATES.put("late", gate);
            var first = dag.task("first", () -> GATES.get("late").await(30, TimeUnit.SECONDS))
                    .expected(Duration.ofHours(1));
            var last = dag.task("last", first, open -> open).expected(Duration.ofHours(1));
            Job job = sampo.submit(dag);

            assertThat(job.notBefore().orElseThrow()).isAfter(Instant.now().plus(Duration.ofMinutes(110)));
            assertThat(job.explain().summary()).startsWith("is running after ").contains(". Now first is ");
            gate.countDown();
            assertThat(job.await(last, LIMIT)).isTrue();
            job.await(LIMIT);

            assertThat(job.notBefore()).isEmpty();
            assertThat(job.explain().path())
                    .extracting(JobExplanation.Step::task)
                    .containsExactly("first", "last");
            assertThat(job.explain(last).late()).endsWith("; by way of first, last");
        }
    }

    @Test
    void aTaskThatRunsSaysForHowLongAndWhatItsBodySays() {
        try (Sampo sampo = Sampo.local()) {
            var dag = Dag.named("told");
            var said = new CountDownLatch(1);
            GATES.put("told", new CountDownLatch(1));
            GATES.put("said", said);
            var task = dag.task("task", context -> {
                context.progress(0.25, "a quarter");
                GATES.get("said").countDown();
                return GATES.get("told").await(30, TimeUnit.SECONDS);
            });
            Job job = sampo.submit(dag);
            said.await(30, TimeUnit.SECONDS);

            assertThat(job.explain(task).summary())
                    .contains("; there it has run for ")
                    .endsWith(" and says that it is 25 % done: a quarter");
            GATES.get("told").countDown();
            assertThat(job.await(task, LIMIT)).isTrue();
        } catch (InterruptedException stopped) {
            throw new AssertionError(stopped);
        }
    }

    @Test
    void theSameThroughTheAskPattern() {
        try (Sampo sampo = Sampo.local()) {
            var dag = Dag.named("asked");
            var answer = dag.task("answer", () -> 42);
            CompletionStage<JobRequest.Reply> submitted = AskPattern.ask(
                    sampo.jobs(),
                    replyTo -> new JobRequest.Submit(dag, replyTo),
                    LIMIT,
                    sampo.system().scheduler());
            Job job = ((JobRequest.Reply.Submitted)
                            submitted.toCompletableFuture().join())
                    .job();
            CompletionStage<JobRequest.Reply> awaited = AskPattern.ask(
                    sampo.jobs(),
                    replyTo -> new JobRequest.Await(job, answer, replyTo),
                    LIMIT,
                    sampo.system().scheduler());
            assertThat(awaited.toCompletableFuture().join()).isEqualTo(new JobRequest.Reply.Result(42));
            CompletionStage<JobRequest.Reply> refused = AskPattern.ask(
                    sampo.jobs(),
                    replyTo -> new JobRequest.Submit(Dag.named("empty"), replyTo),
                    LIMIT,
                    sampo.system().scheduler());
            assertThat(refused.toCompletableFuture().join())
                    .isInstanceOfSatisfying(JobRequest.Reply.Failed.class, failed -> assertThat(failed.error())
                            .isInstanceOf(SampoException.Rejected.class));
        }
    }

    @Test
    void insideAnActorSystemOfTheUsersAndForClassicActors(@TempDir Path directory) {
        var config = ConfigFactory.parseMap(Map.of(
                        "pekko.persistence.journal.plugin", "sampo.journal.log",
                        "pekko.persistence.snapshot-store.plugin", "sampo.journal.snapshots",
                        "sampo.journal.log.directory", directory.toString()))
                .withFallback(ConfigFactory.load());
        ActorSystem system = ActorSystem.create("mine", config);
        try (Sampo sampo = Sampo.on(system)) {
            var dag = Dag.named("classic");
            var answer = dag.task("answer", () -> "from a classic ask");
            var submitted = (JobRequest.Reply.Submitted)
                    Patterns.ask(sampo.classicJobs(), new JobRequest.Submit(dag, null), LIMIT)
                            .toCompletableFuture()
                            .join();
            assertThat(submitted.job().await(answer)).isEqualTo("from a classic ask");
            assertThat(sampo.jobSummaries()).singleElement().satisfies(job -> assertThat(job.name())
                    .isEqualTo("classic"));
        } finally {
            TestKit.shutdownActorSystem(system);
        }
    }

    @Test
    void anActorSystemWithoutAJournalIsRefusedWithTheLinesToAdd() {
        ActorSystem system = ActorSystem.create("bare");
        try {
            assertThatThrownBy(() -> Sampo.on(system))
                    .hasMessageContaining("\"bare\" has no journal")
                    .hasMessageContaining("sampo.journal.log.directory");
        } finally {
            TestKit.shutdownActorSystem(system);
        }
    }

    @Test
    void joiningIsRefusedWhereTheNetworkIsSwitchedOff() {
        var config = ConfigFactory.parseString("sampo.cluster.enabled = off").withFallback(ConfigFactory.load());
        assertThatThrownBy(() -> Sampo.join(config))
                .isInstanceOf(SampoException.NetworkingOff.class)
                .hasMessageContaining("sampo.cluster.enabled is off");
    }

    @Test
    void anAwaitWithALimitEndsAndTheJobGoesOn() {
        try (Sampo sampo = Sampo.local()) {
            var dag = Dag.named("slow");
            var slow = dag.task("slow", context -> {
                while (!context.isCancelled()) {
                    Thread.onSpinWait();
                }
                return 1;
            });
            Job job = sampo.submit(dag);
            assertThatThrownBy(() -> job.await(slow, Duration.ofMillis(50)))
                    .isInstanceOf(SampoException.TimedOut.class)
                    .hasMessageContaining("the job goes on");
            assertThat(job.status().status()).isEqualTo(JobStatus.RUNNING);
            job.cancel("tested");
        }
    }

    @Test
    void classesOfOtherPackagesTravelWhereTheDagOrTheConfigurationAllowsThem() {
        var dag = Dag.named("foreign");
        var size = dag.task("size", () -> ConfigMemorySize.ofBytes(5));
        try (Sampo strict = Sampo.local()) {
            assertThatThrownBy(() -> strict.submit(dag).await(size))
                    .isInstanceOf(SampoException.TaskFailed.class)
                    .hasMessageContaining("value of task \"size\" cannot travel")
                    .hasMessageContaining("add .allow(com.typesafe.config.ConfigMemorySize.class) to the Dag")
                    .hasMessageContaining("sampo.bodies.allow");
            var allowing = Dag.named("allowing").allow(ConfigMemorySize.class);
            var allowed = allowing.task("size", () -> ConfigMemorySize.ofBytes(5));
            assertThat(strict.submit(allowing).await(allowed).toBytes()).isEqualTo(5);
        }
        var config = ConfigFactory.parseString("sampo.bodies.allow = [com.typesafe.config]")
                .withFallback(ConfigFactory.load());
        try (Sampo open = Sampo.local(config)) {
            assertThat(open.submit(dag).await(size).toBytes()).isEqualTo(5);
        }
    }

    @Test
    void aBodyMayComeFromTheCatalogueByName() {
        try (Sampo sampo = Sampo.local()) {
            var dag = Dag.named("named");
            var one = dag.task("one", () -> 21);
            var two = dag.task("two", new NamedBody<Integer>("twice"), one);
            assertThat(sampo.submit(dag).await(two)).isEqualTo(42);
            var wrong = Dag.named("misspelt");
            var bad = wrong.task("bad", new NamedBody<Integer>("twize"), wrong.value("v", 1));
            assertThatThrownBy(() -> sampo.submit(wrong).await(bad))
                    .hasMessageContaining("twize")
                    .hasMessageContaining("twice");
        }
    }

    @Test
    void theSameDirectoryTwiceIsRefusedInOneLine(@TempDir Path directory) {
        try (Sampo first = Sampo.local(directory)) {
            assertThat(first.jobSummaries()).isEmpty();
            assertThatThrownBy(() -> Sampo.local(directory)).hasMessageContaining(directory.toString());
        }
    }

    @Test
    void jobsOfEarlierLivesAreListedAndCanBeAskedThroughTheirDag(@TempDir Path directory) {
        var dag = Dag.named("past");
        var value = dag.task("value", () -> 7);
        try (Sampo first = Sampo.local(directory)) {
            first.submit(dag, "past-1").await();
        }
        try (Sampo second = Sampo.local(directory)) {
            assertThat(second.jobSummaries()).singleElement().satisfies(job -> {
                assertThat(job.job().value()).isEqualTo("past-1");
                assertThat(job.status()).isEqualTo(JobStatus.SUCCEEDED);
            });
            assertThat(second.job("past-1", dag).await(value)).isEqualTo(7);
            assertThatThrownBy(() -> second.job("never", dag).await(value)).isInstanceOf(SampoException.NotFound.class);
        }
    }

    @Test
    void aCaptureThatCannotTravelIsRefusedAtSubmitWithThePathToIt() {
        try (Sampo sampo = Sampo.local()) {
            var dag = Dag.named("captured");
            Object lock = new Thread(() -> {});
            dag.task("t", () -> lock.hashCode());
            assertThatThrownBy(() -> sampo.submit(dag))
                    .isInstanceOf(SampoException.Rejected.class)
                    .hasMessageContaining("java.lang.Thread")
                    .hasMessageContaining("captured argument 1");
        }
    }

    @Test
    void whyATaskRanWhereItDidIsStillKnownAfterARestart(@TempDir Path directory) {
        var dag = Dag.named("kept");
        var task = dag.task("task", () -> "done");
        String before;
        try (Sampo sampo = Sampo.local(directory.toString())) {
            Job job = sampo.submit(dag, "why");
            job.await(task);
            before = job.explain(task).placement();
        }
        assertThat(before).startsWith("put on local at ");
        try (Sampo sampo = Sampo.local(directory.toString())) {
            assertThat(sampo.submit(dag, "why").explain(task).placement()).isEqualTo(before);
        }
    }
}
