package dev.sampo.actors.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sampo.job.NodeId;
import dev.sampo.telemetry.Event;
import dev.sampo.telemetry.Listener;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TelemetryTest {
    private final Telemetry telemetry = new Telemetry();
    private final ConcurrentLinkedQueue<Event> heard = new ConcurrentLinkedQueue<>();

    @AfterEach
    void close() {
        telemetry.close();
    }

    private static Event event(long at) {
        return new Event.BreakerClosed(at, new NodeId("n"), "dag", "task");
    }

    @Test
    void itIsOnWhileSomebodyListens() {
        assertThat(telemetry.isHeard()).isFalse();
        Runnable end = telemetry.listen(heard::add);
        assertThat(telemetry.isHeard()).isTrue();
        end.run();
        end.run();
        assertThat(telemetry.isHeard()).isFalse();
    }

    @Test
    void eachListenerHearsAllInOrderAlthoughAnotherOneThrows() {
        telemetry.listen(event -> {
            throw new IllegalStateException("no luck");
        });
        telemetry.listen(heard::add);
        for (int at = 0; at < 100; at++) {
            telemetry.tell(event(at));
        }

        await().until(() -> heard.size() == 100);
        assertThat(heard).extracting(Event::at).isSorted();
    }

    @Test
    void whoCannotKeepUpIsWaitedForByNobodyAndToldHowMuchWasDropped() {
        var slow = new CountDownLatch(1);
        telemetry.listen(event -> {
            try {
                slow.await();
            } catch (InterruptedException over) {
                return;
            }
            heard.add(event);
        });
        int events = 3 * Audience.WAITING_MAX;
        for (int at = 0; at < events; at++) {
            telemetry.tell(event(at));
        }
        slow.countDown();

        await().until(() -> dropped() > 0 && dropped() + told() == events);
    }

    @Test
    void whatIsToldTogetherIsHeardInOrderOneAfterTheOther() {
        telemetry.listen(heard::add);
        for (int at = 0; at < 100; at += 2) {
            telemetry.tell(List.of(event(at), event(at + 1)));
        }

        await().until(() -> heard.size() == 100);
        assertThat(heard).extracting(Event::at).isSorted();
    }

    @Test
    void whatComesWhileAListenerRestsIsHeardWithoutFurtherEvents() {
        telemetry.listen(heard::add);
        for (int at = 0; at < 20; at++) {
            int heardBefore = at;
            telemetry.tell(event(at));
            await().until(() -> heard.size() > heardBefore);
        }
    }

    @Test
    void whatWasToldIsHeardBeforeItIsOverAndNothingThatIsToldLater() {
        Runnable end = telemetry.listen(heard::add);
        for (int at = 0; at < 1_000; at++) {
            telemetry.tell(event(at));
        }
        end.run();
        assertThat(heard).hasSize(1_000);
        telemetry.tell(event(1_000));
        assertThat(heard).hasSize(1_000);
    }

    @Test
    void aListenerMayEndItself() {
        var end = new AtomicReference<Runnable>();
        var isOver = new CountDownLatch(1);
        end.set(telemetry.listen(event -> {
            heard.add(event);
            end.get().run();
            isOver.countDown();
        }));
        telemetry.tell(event(1));

        await().until(() -> isOver.getCount() == 0);
        telemetry.tell(event(2));
        assertThat(heard).hasSize(1);
    }

    @Test
    void whoDoesNotEndIsInterruptedAndHearsNoMore() {
        var interrupted = new CountDownLatch(1);
        Runnable end = telemetry.listen(event -> {
            heard.add(event);
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException over) {
                interrupted.countDown();
            }
        });
        telemetry.tell(List.of(event(1), event(2)));
        await().until(() -> !heard.isEmpty());
        end.run();

        await().until(() -> interrupted.getCount() == 0);
        assertThat(heard).hasSize(1);
    }

    @Test
    void whatNobodyWantsNeedNotBeMadeAndIsToldToNobodyElse() {
        var picky = new Listener() {
            private final ConcurrentLinkedQueue<Event> mine = new ConcurrentLinkedQueue<>();

            @Override
            public void on(Event event) {
                mine.add(event);
            }

            @Override
            public Set<Class<? extends Event>> leavesOut() {
                return Set.of(Event.BreakerClosed.class);
            }
        };
        Interest early = telemetry.interest(Event.BreakerClosed.class);
        assertThat(early.isThere()).isFalse();
        telemetry.listen(picky);
        assertThat(telemetry.isHeard(Event.BreakerClosed.class)).isFalse();
        assertThat(early.isThere()).isFalse();
        assertThat(telemetry.isHeard(Event.PartitionLeft.class)).isTrue();
        Runnable end = telemetry.listen(heard::add);
        assertThat(telemetry.isHeard(Event.BreakerClosed.class)).isTrue();
        assertThat(early.isThere()).isTrue();
        assertThat(telemetry.interest(Event.BreakerClosed.class).isThere()).isTrue();
        telemetry.tell(event(1));
        telemetry.tell(new Event.PartitionLeft(2, 0));
        await().until(() -> heard.size() == 2 && picky.mine.size() == 1);
        assertThat(picky.mine).first().isInstanceOf(Event.PartitionLeft.class);
        end.run();
        assertThat(telemetry.isHeard(Event.BreakerClosed.class)).isFalse();
        assertThat(early.isThere()).isFalse();
    }

    private long told() {
        return heard.stream().filter(Event.BreakerClosed.class::isInstance).count();
    }

    private long dropped() {
        return heard.stream()
                .filter(Event.Dropped.class::isInstance)
                .mapToLong(each -> ((Event.Dropped) each).events())
                .sum();
    }
}
