package dev.sampo.actors.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sampo.job.NodeId;
import dev.sampo.telemetry.Event;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
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
