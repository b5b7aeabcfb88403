package dev.sampo.actors.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampo.resilience.limit.Algorithm;
import dev.sampo.resilience.limit.LimitRefused;
import dev.sampo.resilience.limit.LimitSettings;
import dev.sampo.resilience.limit.Rate;
import dev.sampo.wire.FromLimiter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class NodeLimitTest {
    private static final String NO_KEY = "";
    private static final Duration LONG = Duration.ofSeconds(30);

    private final Limits limits = new Limits(
            List.of(
                    bucket("fast", Rate.perSecond(5_000), 100),
                    bucket("slow", Rate.perHour(1), 2),
                    bucket("ten", Rate.perSecond(10), 1)),
            false,
            Runnable::run);

    private static LimitSettings bucket(String name, Rate rate, long burst) {
        return LimitSettings.of(name, Algorithm.TOKEN_BUCKET, rate, burst);
    }

    @Test
    void manyThreadsTogetherHaveItsRateAndNoMore() throws Exception {
        var limit = limits.of("fast");
        var threads = Executors.newFixedThreadPool(8);
        long begun = System.nanoTime();
        Callable<Integer> caller = () -> {
            for (int use = 0; use < 500; use++) {
                limit.acquire();
            }
            return 500;
        };
        for (Future<Integer> uses :
                threads.invokeAll(IntStream.range(0, 8).mapToObj(i -> caller).toList())) {
            uses.get();
        }
        threads.shutdown();
        double seconds = (System.nanoTime() - begun) / 1e9;
        assertThat(4_000 - 100).as("what is left of it without the burst").isLessThanOrEqualTo((int) (5_000 * seconds));
        assertThat(seconds).isLessThan(2 * 4_000 / 5_000.0);
    }

    @Test
    void thoseWhoWaitAreServedInTheirOrder() {
        var limit = limits.of("ten");
        var order = new ArrayList<Integer>();
        var all = new ArrayList<CompletableFuture<Boolean>>();
        for (int caller = 0; caller < 4; caller++) {
            int number = caller;
            var asked = limit.ask(NO_KEY, 1, LONG);
            asked.thenRun(() -> {
                synchronized (order) {
                    order.add(number);
                }
            });
            all.add(asked);
        }
        all.forEach(CompletableFuture::join);
        assertThat(order).containsExactly(0, 1, 2, 3);
    }

    @Test
    void whoHasNoTimeIsToldSoAndTakesNothing() throws Exception {
        var limit = limits.of("slow");
        assertThat(limit.tryAcquire(1, Duration.ZERO)).isTrue();
        assertThat(limit.tryAcquire(2, Duration.ZERO)).isFalse();
        assertThat(limit.tryAcquire(2, Duration.ofMillis(20))).isFalse();
        assertThat(limit.tryAcquire(1, Duration.ZERO)).isTrue();
        assertThat(limit.of("tenant").tryAcquire(2, Duration.ZERO)).isTrue();
        assertThat(limit.of("tenant").tryAcquire(1, Duration.ZERO)).isFalse();
    }

    @Test
    void whoIsInterruptedWaitsNoMoreAndIsInNobodysWay() throws Exception {
        var limit = limits.of("ten");
        limit.acquire();
        var waits = new CountDownLatch(1);
        var ended = new CompletableFuture<Throwable>();
        var thread = new Thread(() -> {
            try {
                waits.countDown();
                limits.of("slow").of("busy").acquire(2);
                limits.of("slow").of("busy").acquire(2);
            } catch (InterruptedException interrupted) {
                ended.complete(interrupted);
            }
        });
        thread.start();
        assertThat(waits.await(10, TimeUnit.SECONDS)).isTrue();
        thread.interrupt();
        assertThat(ended.get(10, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
        assertThat(limit.ask(NO_KEY, 1, LONG).get(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void whatCannotBeIsRefusedByName() {
        assertThatThrownBy(() -> limits.of("slow").acquire(3))
                .isInstanceOf(LimitRefused.class)
                .hasMessageContaining("limit \"slow\"")
                .hasMessageContaining("never gives more than 2");
        assertThatThrownBy(() -> limits.of("slwo"))
                .hasMessage(
                        "no limit \"slwo\" is declared on this node, only [fast, slow, ten]; add it to sampo.limits");
    }

    @Test
    void closingSendsAwayAllWhoWait() {
        var limit = limits.of("slow");
        limit.ask(NO_KEY, 2, LONG).join();
        var waiting = limit.ask(NO_KEY, 1, LONG);
        limits.close();
        assertThatThrownBy(waiting::join).hasMessageContaining("was closed");
        assertThatThrownBy(() -> limit.acquire()).hasMessageContaining("was closed");
    }

    @Test
    void whoIsRefusedByTheOwnerHearsThatItWasRefused() {
        LimitSettings shared = bucket("shared", Rate.perHour(1), 2).with(LimitSettings.Scope.CLUSTER);
        var cluster = new Limits(List.of(shared), true, Runnable::run);
        var numbers = new ArrayList<Long>();
        cluster.of("shared").reachOwner(ask -> numbers.add(ask.number()), null);
        var heard = new ArrayList<Throwable>();
        cluster.of("shared").ask(NO_KEY, 1, LONG).whenComplete((admitted, failure) -> heard.add(failure));
        cluster.answered(new FromLimiter.Refused("shared", numbers.get(0), "declared differently"));

        assertThat(heard).hasOnlyElementsOfType(LimitRefused.class).hasSize(1);
    }
}
