package dev.sampo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.typesafe.config.ConfigFactory;
import dev.sampo.dag.Dag;
import dev.sampo.dag.TaskContext;
import dev.sampo.job.JobStatus;
import dev.sampo.resilience.limit.Algorithm;
import dev.sampo.resilience.limit.LimitSettings;
import dev.sampo.resilience.limit.LimitSettings.Scope;
import dev.sampo.resilience.limit.Rate;
import java.time.Duration;
import java.util.List;
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
