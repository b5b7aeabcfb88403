package dev.sampo;

import static dev.sampo.resource.Resources.cpus;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import dev.sampo.dag.Dag;
import dev.sampo.dag.Problem;
import dev.sampo.job.JobEvent;
import dev.sampo.job.JobStatus;
import dev.sampo.resilience.Retry;
import dev.sampo.telemetry.Event;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalTest {
    private static final Sampo SAMPO = Sampo.local();

    @AfterAll
    static void close() {
        SAMPO.close();
    }

    @Test
    void aGraphOfTypedTasksGivesItsResult() {
        var dag = Dag.named("hello");
        var hello = dag.task("hello", () -> "Hello");
        var world = dag.task("world", () -> "world");
        var both = dag.task("both", hello, world, (a, b) -> a + ", " + b + "!");
        assertThat(SAMPO.submit(dag).await(both)).isEqualTo("Hello, world!");
    }

    @Test
    void anEachMapsOverASizeKnownOnlyAtRunTime() {
        var dag = Dag.named("squares");
        var numbers = dag.task("numbers", () -> IntStream.range(0, 100).boxed().toList());
        var squares = dag.each("squares", numbers, number -> number * number);
        var sum = dag.task("sum", squares.all(), all -> all.stream()
                .mapToInt(Integer::intValue)
                .sum());
        Job job = SAMPO.submit(dag);
        assertThat(job.await(sum)).isEqualTo(328_350);
        assertThat(job.await(squares)).hasSize(100).startsWith(0, 1, 4, 9);
        job.await();
        assertThat(job.status().status()).isEqualTo(JobStatus.SUCCEEDED);
    }

    @Test
    void whoListensHearsOfJobsTasksAttemptsAndWhatTheyHold() {
        var heard = new ConcurrentLinkedQueue<Event>();
        Runnable end = SAMPO.listen(heard::add);
        var dag = Dag.named("heard");
        dag.task("quick", () -> "quick");
        dag.<String>task("bad", () -> {
            throw new IllegalStateException("no luck today");
        });
        Job job = SAMPO.submit(dag, SubmitOptions.DEFAULTS.keepGoing());
        job.ended().toCompletableFuture().join();
        await().until(() -> heard.stream()
                .anyMatch(event -> event instanceof Event.JobStopped stopped
                        && stopped.job().value().equals(job.id())));
        end.run();

        assertThat(heard)
                .filteredOn(event ->
                        event instanceof Event.OfJob of && of.job().value().equals(job.id()))
                .extracting(event -> event.getClass().getSimpleName())
                .contains(
                        "JobStarted",
                        "TaskPlaced",
                        "AllocationStarted",
                        "AttemptStarted",
                        "AttemptStopped",
                        "AttemptFailed",
                        "AllocationStopped",
                        "TaskSucceeded",
                        "TaskFailed",
                        "JobStopped");
    }

    private static final Queue<String> BEGUN = new ConcurrentLinkedQueue<>();

    private static String lasting(String name, long millis) throws InterruptedException {
        BEGUN.add(name);
        return new CountDownLatch(1).await(millis, TimeUnit.MILLISECONDS) ? "never" : name;
    }

    @Test
    void aJobThatIsPlannedIsKeptToItsTimetable() {
        var twoCpus = ConfigFactory.parseString("sampo.node.cpus = 2").withFallback(ConfigFactory.load());
        try (Sampo sampo = Sampo.local(twoCpus)) {
            var dag = Dag.named("planned");
            dag.task("wide", () -> lasting("wide", 180)).expected(Duration.ofMillis(180));
            var first = dag.task("first", () -> lasting("first", 40)).expected(Duration.ofMillis(40));
            var large = dag.task("large", first, text -> lasting("large", 80))
                    .needs(cpus(2))
                    .expected(Duration.ofMillis(80));
            dag.task("end", large, text -> lasting("end", 200)).expected(Duration.ofMillis(200));
            sampo.submit(dag, SubmitOptions.DEFAULTS.plan(Duration.ofMillis(300)))
                    .await();
            assertThat(BEGUN).hasSize(4).startsWith("first", "large");
        }
    }

    @Test
    void aFailureCarriesTheUsersOwnErrorAndWhereItHappened() {
        var dag = Dag.named("broken");
        var bad = dag.<String>task("bad", () -> {
            throw new IllegalStateException("no luck today");
        });
        Job job = SAMPO.submit(dag);
        assertThatThrownBy(() -> job.await(bad))
                .isInstanceOf(SampoException.TaskFailed.class)
                .hasMessageContaining("task \"bad\" of job")
                .hasMessageContaining("no luck today")
                .hasMessageContaining("attempt 1");
    }

    @Test
    void aJobThatKeepsGoingHasTheValuesOfAllThatDidNotNeedWhatFailed() {
        var dag = Dag.named("half-broken");
        var bad = dag.<Integer>task("bad", () -> {
            throw new IllegalStateException("no luck today");
        });
        var needsIt = dag.task("needs-it", bad, x -> x + 1);
        var well = dag.task("well", () -> 20);
        var more = dag.task("more", well, x -> x + 1);
        Job job = SAMPO.submit(dag, SubmitOptions.DEFAULTS.keepGoing());

        assertThatThrownBy(() -> job.await(needsIt)).isInstanceOf(SampoException.class);
        assertThat(job.await(more)).isEqualTo(21);
        assertThat(job.status().status()).isEqualTo(JobStatus.FAILED);
        assertThat(job.status().reason())
                .isEqualTo("task bad: java.lang.IllegalStateException: no luck today; 1 could not run because of that");
    }

    @Test
    void aNegativeNumberOfFailuresIsRefused() {
        assertThatThrownBy(() -> SubmitOptions.DEFAULTS.failuresAllowed(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("failuresAllowed=-1");
    }

    @Test
    void aTaskThatFailsOnceSucceedsAtItsSecondAttempt() {
        var dag = Dag.named("flaky");
        var flaky = dag.task("flaky", context -> {
                    if (context.attempt() == 1) {
                        throw new IllegalStateException("first time");
                    }
                    return context.attempt();
                })
                .retry(Retry.fixed(2).startingAt(Duration.ofMillis(10)));
        assertThat(SAMPO.submit(dag).await(flaky)).isEqualTo(2);
    }

    @Test
    void theSameIdIsTheSameJob() {
        var dag = Dag.named("once");
        var one = dag.task("one", () -> 1);
        assertThat(SAMPO.submit(dag, "once-1").await(one)).isEqualTo(1);
        assertThat(SAMPO.submit(dag, "once-1").await(one)).isEqualTo(1);
        var other = Dag.named("once");
        other.task("two", () -> 2);
        assertThatThrownBy(() -> SAMPO.submit(other, "once-1"))
                .isInstanceOfSatisfying(SampoException.Rejected.class, refused -> assertThat(refused.problems())
                        .singleElement()
                        .extracting(Problem::kind)
                        .isEqualTo(Problem.Kind.CONTENT_DIFFERS));
    }

    @Test
    void needsBeyondTheNodeAreRefusedAtOnce() {
        var dag = Dag.named("greedy");
        dag.task("greedy", () -> 1).needs(cpus(10_000));
        assertThatThrownBy(() -> SAMPO.submit(dag))
                .isInstanceOf(SampoException.Rejected.class)
                .hasMessageContaining("nearest is local");
    }

    @Test
    void aCancelStopsUserCode() {
        var dag = Dag.named("endless");
        dag.task("endless", context -> {
            while (!context.isCancelled()) {
                Thread.onSpinWait();
            }
            return 1;
        });
        Job job = SAMPO.submit(dag);
        job.cancel("enough");
        assertThat(job.ended().toCompletableFuture().join()).isEqualTo(JobStatus.CANCELLED);
    }

    @Test
    void aBodyMayAddTasksWhoseResultBecomesItsOwn() {
        var dag = Dag.named("growing");
        var total = dag.<Integer>task("total", context -> {
            var more = Dag.named("more");
            var parts = more.each("parts", List.of(1, 2, 3), part -> part * 10);
            var sum = more.task("sum", parts.all(), all -> all.stream()
                    .mapToInt(Integer::intValue)
                    .sum());
            return context.spawn(more, sum);
        });
        assertThat(SAMPO.submit(dag).await(total)).isEqualTo(60);
    }

    @Test
    void aLargeValueGoesFromTaskToTask() {
        var dag = Dag.named("large");
        var blob = dag.task("blob", () -> new byte[1 << 20]).keep();
        var size = dag.task("size", blob, bytes -> bytes.length);
        Job job = SAMPO.submit(dag);
        assertThat(job.await(size)).isEqualTo(1 << 20);
        assertThat(job.await(blob)).hasSize(1 << 20);
    }

    @Test
    void aLargeValueOfAJobThatHasFailedCanStillBeHad() {
        var dag = Dag.named("failing");
        var blob = dag.task("blob", () -> new byte[100_000]);
        dag.task("fails", blob, bytes -> {
            throw new IllegalStateException("boom");
        });
        Job job = SAMPO.submit(dag);
        assertThatThrownBy(job::await).isInstanceOf(SampoException.class);
        for (int i = 0; i < 8; i++) { // So that each partition has said to this node what there was to say.
            var next = Dag.named("next");
            var one = next.task("one", () -> 1);
            SAMPO.submit(next).await(one);
        }
        assertThat(job.await(blob)).hasSize(100_000);
    }

    @Test
    void eventsTellTheStoryAndEndWithTheJob() {
        var dag = Dag.named("told");
        var one = dag.task("one", () -> 1);
        dag.task("two", one, x -> x + 1);
        Job job = SAMPO.submit(dag);
        List<JobEvent> events = job.events().toList();
        assertThat(events).hasSize(4).first().isInstanceOf(JobEvent.JobAccepted.class);
        assertThat(events).last().isInstanceOf(JobEvent.JobEnded.class);
        assertThat(job.events(2).toList()).isEqualTo(events.subList(2, 4));
    }

    @Test
    void whatWasJournaledGoesOnAfterARestart(@TempDir java.nio.file.Path directory) {
        var dag = Dag.named("lasting");
        var one = dag.task("one", () -> 41);
        var two = dag.task("two", one, x -> x + 1);
        try (Sampo first = Sampo.local(directory)) {
            assertThat(first.submit(dag, "lasting").await(two)).isEqualTo(42);
        }
        try (Sampo second = Sampo.local(directory)) {
            Job again = second.submit(dag, "lasting");
            assertThat(again.await(two)).isEqualTo(42);
            assertThat(again.events().toList()).hasSize(4);
        }
    }

    @Test
    void whoWaitsIsToldWhenTheSystemEndsUnderneath() {
        Sampo sampo = Sampo.local();
        var dag = Dag.named("endless");
        var endless = dag.task("endless", () -> {
            new CountDownLatch(1).await();
            return 1;
        });
        Job job = sampo.submit(dag);
        var waiting =
                List.of(job.ended().toCompletableFuture(), job.result(endless).toCompletableFuture());
        var events = CompletableFuture.supplyAsync(() -> job.events().count());
        sampo.system().terminate();
        for (var answer : List.of(waiting.get(0), waiting.get(1), events)) {
            assertThatThrownBy(() -> answer.get(30, TimeUnit.SECONDS))
                    .hasCauseInstanceOf(SampoException.Indeterminate.class);
        }
        assertThatThrownBy(job::status).isInstanceOf(SampoException.Indeterminate.class);
    }
}
