package dev.sampo.actors.body;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The pool of platform threads, which JDKs with virtual threads do not use. */
class RunnerThreadsTest {
    private final RunnerThreads threads = RunnerThreads.platform(2);

    @AfterEach
    void close() {
        threads.close();
    }

    @Test
    void moreTasksThanThreadsAllRunAndNoMoreAtOnceThanMay() throws Exception {
        var atOnce = new AtomicInteger();
        var most = new AtomicInteger();
        Set<String> names = ConcurrentHashMap.newKeySet();
        var done = new CountDownLatch(200);
        for (int i = 0; i < 200; i++) {
            threads.execute(() -> {
                most.accumulateAndGet(atOnce.incrementAndGet(), Math::max);
                names.add(Thread.currentThread().getName());
                Thread.yield();
                atOnce.decrementAndGet();
                done.countDown();
            });
        }
        assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(most.get()).isLessThanOrEqualTo(2);
        assertThat(names).hasSizeLessThanOrEqualTo(2);
    }

    @Test
    void aThreadThatIsWrittenOffIsReplacedAndServesNobodyAgain() throws Exception {
        var hangs = new CountDownLatch(2);
        var release = new CountDownLatch(1);
        var seats = ConcurrentHashMap.<RunnerThreads.Seat>newKeySet();
        Set<String> lost = ConcurrentHashMap.newKeySet();
        for (int i = 0; i < 2; i++) {
            threads.execute(() -> {
                seats.add(threads.seat());
                lost.add(Thread.currentThread().getName());
                hangs.countDown();
                awaitQuietly(release);
            });
        }
        assertThat(hangs.await(10, TimeUnit.SECONDS)).isTrue();
        var ran = new CountDownLatch(50);
        Set<String> served = ConcurrentHashMap.newKeySet();
        threads.execute(ran::countDown);
        seats.forEach(threads::writeOff);
        release.countDown();
        for (int i = 1; i < 50; i++) {
            threads.execute(() -> {
                served.add(Thread.currentThread().getName());
                ran.countDown();
            });
        }
        assertThat(ran.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(served).doesNotContainAnyElementsOf(lost);
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException unexpected) {
            throw new AssertionError(unexpected);
        }
    }
}
