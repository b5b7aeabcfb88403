package dev.sampo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.typesafe.config.ConfigFactory;
import dev.sampo.dag.AnyHandle;
import dev.sampo.dag.Dag;
import dev.sampo.dag.LimitKey;
import dev.sampo.dag.TaskContext;
import dev.sampo.job.JobStatus;
import dev.sampo.resilience.Retry;
import dev.sampo.resilience.limit.Algorithm;
import dev.sampo.resilience.limit.LimitSettings;
import dev.sampo.resilience.limit.LimitSettings.Scope;
import dev.sampo.resilience.limit.Rate;
import dev.sampo.resource.Resources;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LimitsTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static volatile CountDownLatch waits;

    private static Sampo sampo(String limits) {
        return Sampo.local(
                ConfigFactory.parseString("sampo.limits { " + limits + " }").withFallback(ConfigFactory.load()));
    }

    private static List<LimitSettings> declared(String limits) {
        return DeclaredLimits.from(ConfigFactory.parseString(limits));
    }

    static int send(int mail, TaskContext context) throws InterruptedException {
        context.limit("mail").acquire();
        return mail;
    }

    static String waitForLong(TaskContext context) throws InterruptedException {
        context.limit("rare").acquire();
        waits.countDown();
        context.limit("rare").acquire();
        return "an hour later";
    }

    @Test
    void bodiesWaitForTheirTurn() {
        try (var sampo = sampo("mail { rate = \"50 per second\", burst = 5 }")) {
            var dag = Dag.named("mails");
            var mails = dag.task("mails", () -> IntStream.range(0, 30).boxed().toList());
            var sent = dag.each("sent", mails, LimitsTest::send);
            long begun = System.nanoTime();
            assertThat(sampo.submit(dag).await(sent)).hasSize(30);
            assertThat(Duration.ofNanos(System.nanoTime() - begun)).isGreaterThanOrEqualTo(Duration.ofMillis(500));
        }
    }

    @Test
    void aBodyThatWaitsStopsWhenItsJobIsCancelled() throws Exception {
        waits = new CountDownLatch(1);
        try (var sampo = sampo("rare { rate = \"1 per hour\" }")) {
            var dag = Dag.named("patience");
            dag.task("waits", LimitsTest::waitForLong);
            Job job = sampo.submit(dag);
            assertThat(waits.await(30, TimeUnit.SECONDS)).isTrue();
            job.cancel("no time");
            assertThatThrownBy(() -> job.await(LONG)).isInstanceOf(SampoException.JobOver.class);
            assertThat(job.status().status()).isEqualTo(JobStatus.CANCELLED);
        }
    }

    private static void awaitSaid(Job job, AnyHandle<?> task, String what) {
        await().atMost(LONG).until(() -> job.explain(task).toString(), said -> said.contains(what));
    }

    @Test
    void eachTenantHasPermitsOfItsOwnWithoutSayingItsName() {
        try (var sampo = sampo("rare { rate = \"1 per hour\", waiting-max = 1 }")) {
            var dag = Dag.named("mails");
            var mail = dag.task("mail", () -> "sent").limit("rare", LimitKey.TENANT);
            assertThat(sampo.submit(dag, SubmitOptions.DEFAULTS.tenant("a")).await(mail))
                    .isEqualTo("sent");
            assertThat(sampo.submit(dag, SubmitOptions.DEFAULTS.tenant("b")).await(mail))
                    .isEqualTo("sent");

            Job third = sampo.submit(dag, SubmitOptions.DEFAULTS.tenant("a"));
            awaitSaid(third, mail, "waits for a permit of limit \"rare\" (1 per hour");
            awaitSaid(third, mail, "for \"a\"");
            Job fourth = sampo.submit(dag, SubmitOptions.DEFAULTS.tenant("a"));
            assertThatThrownBy(() -> fourth.await(mail, LONG))
                    .isInstanceOf(SampoException.TaskFailed.class)
                    .hasMessageContaining("as many wait as may (waiting-max=1)");

            third.cancel("no time");
            assertThatThrownBy(() -> third.await(LONG)).isInstanceOf(SampoException.JobOver.class);
            Job fifth = sampo.submit(dag, SubmitOptions.DEFAULTS.tenant("a")); // The place in the line is free again.
            awaitSaid(fifth, mail, "waits for a permit");
        }
    }

    @Test
    void eachKindOfTaskHasPermitsOfItsOwn() {
        try (var sampo = sampo("rare { rate = \"1 per hour\" }")) {
            var dag = Dag.named("kinds");
            var first = dag.task("page-1", () -> 1).limit("rare", LimitKey.KIND);
            var other = dag.task("index", first, x -> x).limit("rare", LimitKey.KIND);
            var second = dag.task("page-2", other, x -> x).limit("rare", LimitKey.KIND);
            Job job = sampo.submit(dag);
            assertThat(job.await(other)).isEqualTo(1);
            awaitSaid(job, second, "for \"kinds/page-\"");
        }
    }

    @Test
    void anElementMayBeTheKey() {
        try (var sampo = sampo("rare { rate = \"1 per hour\" }")) {
            var dag = Dag.named("hosts");
            var hosts = dag.value("hosts", List.of(Map.of("host", "a"), Map.of("host", "b")));
            var asked = dag.each("ask", hosts, host -> host.get("host")).limit("rare", "${each.host}");
            assertThat(sampo.submit(dag).await(asked)).containsExactly("a", "b");

            var wrong = Dag.named("lists");
            var lists = wrong.value("lists", List.of(List.of("a")));
            var refused = wrong.each("ask", lists, list -> list.get(0)).limit("rare", LimitKey.EACH);
            Job job = sampo.submit(wrong);
            assertThatThrownBy(() -> job.await(refused, LONG))
                    .hasMessageContaining("the key of the limit \"rare\" has ${each}, which is a ")
                    .hasMessageContaining("let it be a text, a number or a boolean");
        }
    }

    @Test
    void theWaitIsPartOfTheTimeoutAndSaidToHaveBeenTheReason() {
        try (var sampo = sampo("rare { rate = \"1 per hour\" }")) {
            var dag = Dag.named("patience");
            var first = dag.task("first", () -> 1).limit("rare");
            var second = dag.task("second", first, x -> x).limit("rare").timeout(Duration.ofMillis(200));
            Job job = sampo.submit(dag);
            assertThatThrownBy(() -> job.await(second, LONG))
                    .hasMessageContaining("timeout of PT0.2S")
                    .hasMessageContaining("it waits for a permit of limit \"rare\"");
        }
    }

    @Test
    void everyAttemptTakesItsPermits() {
        try (var sampo = sampo("rare { rate = \"1 per hour\", burst = 2 }")) {
            var dag = Dag.named("attempts");
            var failing = dag.task("failing", LimitsTest::fail)
                    .limit("rare")
                    .retry(Retry.fixed(5).startingAt(Duration.ofMillis(1)));
            Job job = sampo.submit(dag);
            awaitSaid(job, failing, "waits for a permit");
            assertThat(job.explain(failing).toString()).contains("attempt 3");
        }
    }

    static int fail(TaskContext context) {
        throw new IllegalStateException("attempt " + context.attempt());
    }

    @Test
    void aBodyInAJvmOfItsOwnWaitsToo() {
        try (var sampo = sampo("rare { rate = \"1 per hour\" }")) {
            var dag = Dag.named("apart");
            var first = dag.task("first", () -> 1).limit("rare");
            var second = dag.task("second", first, x -> x)
                    .limit("rare")
                    .needs(Resources.cpus(1).memory("64 MiB"))
                    .inOwnJvm();
            Job job = sampo.submit(dag);
            assertThat(job.await(first)).isEqualTo(1);
            awaitSaid(job, second, "waits for a permit");
        }
    }

    @Test
    void aLimitThatNoNodeDeclaresIsRefusedAtSubmit() {
        try (var sampo = sampo("rare { rate = \"1 per hour\" }")) {
            var dag = Dag.named("misspelt");
            dag.task("mail", () -> 1).limit("rar");
            assertThatThrownBy(() -> sampo.submit(dag))
                    .hasMessageContaining("the limit \"rar\", which no node declares; there are rare");
        }
    }

    @Test
    void outsideOfBodiesNobodyNeedsToBlock() {
        try (var sampo = sampo("tenants { rate = \"10 per second\", burst = 1 }")) {
            Limit limit = sampo.limit("tenants");
            List<CompletionStage<Boolean>> asked = List.of(
                    limit.of("a").acquireAsync(1, LONG),
                    limit.of("a").acquireAsync(1, LONG),
                    limit.of("b").acquireAsync(1, Duration.ZERO),
                    limit.of("b").acquireAsync(1, Duration.ZERO));
            assertThat(asked.stream().map(stage -> stage.toCompletableFuture().join()))
                    .containsExactly(true, true, true, false);
            assertThatThrownBy(() -> sampo.limit("tenant")).hasMessageContaining("only [tenants]");
        }
    }

    @Test
    void whatIsNotSaidHasAUsualValue() {
        assertThat(
                        declared(
                                "a { rate = \"100 per second\" }, \"b.c\" { rate = \"1 per hour\", algorithm = sliding-window }"))
                .containsExactly(
                        LimitSettings.of("a", Algorithm.TOKEN_BUCKET, Rate.perSecond(100), 2),
                        LimitSettings.of("b.c", Algorithm.SLIDING_WINDOW, Rate.perHour(1), 0));
        assertThat(declared("a { rate = \"100 per second\", scope = cluster, keys-max = 7, waiting-max = 8 }"))
                .containsExactly(
                        new LimitSettings("a", Algorithm.TOKEN_BUCKET, Rate.perSecond(100), 3, Scope.CLUSTER, 7, 8));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    m { rate = "0 per second" }                              | a rate of 0 permits
                    m { rate = "NaN per second" }                            | "NaN per second" is not understood
                    m { rate = "1 per second", burst = 0 }                   | burst=0
                    m { rate = "1 per second", brust = 3 }                   | "brust" is no setting of a limit
                    m { rate = "1 per second", algorithm = bucket }          | only token-bucket
                    m { rate = "1 per second", scope = planet }              | only node, cluster
                    m { rate = "9 per second", burst = 1, scope = cluster }  | must be at least 2
                    m { rate = "1001/s", algorithm = leaky-bucket, scope = cluster } | use a token-bucket
                    m { rate = "1 per second", waiting-max = 0 }             | waiting-max=0
                    """)
    void whatIsDeclaredBadlyIsNamed(String limits, String problem) {
        assertThatThrownBy(() -> declared(limits))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("sampo.limits.m: ")
                .hasMessageContaining(problem);
    }

    @Test
    void aLimitWithoutARateIsRefusedAtStart() {
        assertThatThrownBy(() -> sampo("m { burst = 3 }"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("rate");
        assertThatThrownBy(() -> sampo("m { rate = \"1 per second\", burst = many }"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("burst");
    }
}
