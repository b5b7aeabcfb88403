package dev.sampo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import dev.sampo.dag.Dag;
import dev.sampo.dag.Handle;
import dev.sampo.job.JobStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Jobs paused, resumed, run again and forked through the facade. */
class SteeringFacadeTest {
    private static final Duration LIMIT = Duration.ofSeconds(30);
    private static final int LARGE = 100_000;
    private static final Sampo SAMPO = Sampo.local();

    private static CountDownLatch hasBegun;
    private static CountDownLatch mayEnd;

    @AfterAll
    static void close() {
        SAMPO.close();
    }

    private static byte[] made(int size) {
        var bytes = new byte[size];
        new java.util.Random().nextBytes(bytes);
        return bytes;
    }

    @Test
    void aPausedJobBeginsNothingUntilItIsResumed() throws InterruptedException {
        hasBegun = new CountDownLatch(1);
        mayEnd = new CountDownLatch(1);
        var dag = Dag.named("paused");
        var first = dag.task("first", () -> {
            hasBegun.countDown();
            mayEnd.await();
            return 1;
        });
        // Expected to be long, so that the node that runs the first does not begin it by itself before it hears of the
        // pause.
        var second = dag.task("second", first, one -> one + 1).expected(Duration.ofSeconds(1));
        var job = SAMPO.submit(dag);
        hasBegun.await();
        assertThat(job.pause()).isEqualTo(JobStatus.PAUSED);
        mayEnd.countDown();
        assertThat(job.await(first, LIMIT)).isEqualTo(1);
        assertThat(job.explain(second).summary()).contains("it is paused");
        assertThat(job.status().status()).isEqualTo(JobStatus.PAUSED);

        assertThat(job.resume()).isEqualTo(JobStatus.RUNNING);
        assertThat(job.await(second, LIMIT)).isEqualTo(2);
        job.await(LIMIT);
        assertThat(job.pause()).isEqualTo(JobStatus.SUCCEEDED);
    }

    @Test
    void whatDoesNotDependOnTheTaskRunAgainIsTakenHoweverLarge() {
        var dag = Dag.named("again");
        var large = dag.task("large", () -> made(LARGE)).keep();
        var small = dag.task("small", () -> System.nanoTime());
        var last = dag.task("last", large, small, (bytes, nanos) -> bytes.length + System.nanoTime() % 1_000_000);
        var job = SAMPO.submit(dag);
        job.await(LIMIT);

        var again = job.rerun(small, "one");
        again.await(LIMIT);

        assertThat(again.await(large, LIMIT)).isEqualTo(job.await(large, LIMIT));
        assertThat(again.await(small, LIMIT)).isNotEqualTo(job.await(small, LIMIT));
        assertThat(again.await(last, LIMIT)).isNotNull();
        assertThat(job.rerun(small, "one").id()).isEqualTo(again.id());
        assertThatThrownBy(() -> job.rerun(large, "one"))
                .isInstanceOf(SampoException.Rejected.class)
                .hasMessageContaining("forked otherwise");
    }

    private static Handle<Long> graph(Dag dag, String text) {
        var given = dag.value("given", text);
        var slow = dag.task("slow", () -> System.nanoTime());
        return dag.task("joined", given, slow, (word, nanos) -> nanos + word.length());
    }

    @Test
    void aForkWithAnotherInputMakesWhatDependsOnItOnly() {
        var dag = Dag.named("fork");
        var joined = graph(dag, "four");
        var job = SAMPO.submit(dag);
        long before = job.await(joined, LIMIT);

        var changed = Dag.named("fork");
        var other = graph(changed, "seven..");
        assertThat(SAMPO.fork(job, changed).await(other, LIMIT)).isEqualTo(before + 3);
    }

    @Test
    void whatACancelledOrFailedJobHasMadeCanBeHad() throws InterruptedException {
        hasBegun = new CountDownLatch(1);
        mayEnd = new CountDownLatch(1);
        var dag = Dag.named("partial");
        var large = dag.task("large", () -> made(LARGE));
        var stuck = dag.task("stuck", large, bytes -> {
            hasBegun.countDown();
            mayEnd.await();
            return bytes.length;
        });
        var job = SAMPO.submit(dag);
        hasBegun.await();
        job.cancel("enough");
        assertThat(job.ended().toCompletableFuture().join()).isEqualTo(JobStatus.CANCELLED);
        assertThat(job.await(large, LIMIT)).hasSize(LARGE);
        assertThatThrownBy(() -> job.await(stuck, LIMIT)).isInstanceOf(SampoException.JobOver.class);

        mayEnd.countDown();
        assertThat(job.rerun(stuck).await(stuck, LIMIT)).isEqualTo(LARGE);
    }

    @Test
    void anUnknownJobIsSaidToBeSo() {
        var dag = Dag.named("unknown");
        var task = dag.task("task", () -> 1);
        var job = SAMPO.job("nobody-submitted-it", dag);
        assertThatThrownBy(job::pause).isInstanceOf(SampoException.NotFound.class);
        assertThatThrownBy(() -> job.rerun(task))
                .isInstanceOf(SampoException.NotFound.class)
                .hasMessageContaining("nobody-submitted-it");
    }

    @Test
    void aSubmitWaitsUntilItsTenantMayHaveMoreIfItIsToldTo() throws InterruptedException {
        hasBegun = new CountDownLatch(1);
        mayEnd = new CountDownLatch(1);
        var config = ConfigFactory.parseString("sampo.planner.tenants.guests.open-jobs-max = 1")
                .withFallback(ConfigFactory.load());
        try (Sampo sampo = Sampo.local(config)) {
            var dag = Dag.named("guest");
            dag.task("task", () -> {
                hasBegun.countDown();
                mayEnd.await();
                return 1;
            });
            var guests = SubmitOptions.DEFAULTS.tenant("guests");
            Job job = sampo.submit(dag, guests);
            hasBegun.await();
            assertThatThrownBy(() -> sampo.submit(dag, guests))
                    .isInstanceOf(SampoException.Busy.class)
                    .hasMessageContaining("tenant guests has as many unfinished jobs as it may: 1")
                    .hasMessageContaining("waitWhenBusy");
            assertThatThrownBy(() -> sampo.fork(job, dag))
                    .isInstanceOf(SampoException.Busy.class)
                    .hasMessageNotContaining("waitWhenBusy");
            var waiting = sampo.submitAsync(dag, guests.waitWhenBusy(LIMIT));
            mayEnd.countDown();
            waiting.toCompletableFuture().join().await(LIMIT);
        }
    }

    @Test
    void aReasonThatIsNullIsRefusedAndALongOneIsCutBeforeItIsWrittenDown() throws InterruptedException {
        hasBegun = new CountDownLatch(1);
        mayEnd = new CountDownLatch(1);
        var dag = Dag.named("cancelled");
        dag.task("task", () -> {
            hasBegun.countDown();
            mayEnd.await();
            return 1;
        });
        var job = SAMPO.submit(dag);
        hasBegun.await();
        assertThatThrownBy(() -> job.cancel(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessageContaining("the reason of the cancel is null");
        assertThatThrownBy(() -> SAMPO.job(job.id()).cancel(null)).isInstanceOf(NullPointerException.class);
        assertThatThrownBy(() -> new JobRequest.Cancel(job, null, null)).isInstanceOf(NullPointerException.class);
        assertThat(job.status().status()).isEqualTo(JobStatus.RUNNING);

        job.cancel("no ".repeat(LARGE));
        job.ended().toCompletableFuture().join();
        assertThat(job.status().reason()).hasSize(1_000).startsWith("no no");
    }

    @Test
    void optionsThatCannotBeAreRefusedInWords() {
        assertThatThrownBy(() -> SubmitOptions.DEFAULTS.deadline(Instant.MIN))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("is before 1970");
        assertThatThrownBy(() -> SubmitOptions.DEFAULTS.tenant(null))
                .isInstanceOf(NullPointerException.class)
                .hasMessageContaining("the tenant is null");
    }
}
