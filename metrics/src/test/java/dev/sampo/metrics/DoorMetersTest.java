package dev.sampo.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class DoorMetersTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    private double gauge(String name, String queue) {
        return registry.get(name).tag("queue", queue).gauge().value();
    }

    @Test
    void aQueueIsToldOfFromWhenItIsSeen() {
        var door = new DoorMeters(registry, () -> List.of(new DoorMeters.TaskQueue("mail", 3, 2, 1)), 10);
        assertThat(registry.find("sampo.leases.held").gauges()).isEmpty();
        door.look();
        assertThat(gauge("sampo.lease.tasks.waiting", "mail")).isEqualTo(3);
        assertThat(gauge("sampo.leases.held", "mail")).isEqualTo(2);
        assertThat(gauge("sampo.lease.workers.waiting", "mail")).isEqualTo(1);
        door.close();
        assertThat(registry.getMeters()).noneMatch(Gauge.class::isInstance);
    }

    /** Whoever asks for work, or has some done, chooses the names of queues. */
    @Test
    void queuesBeyondSoManyAreAddedUp() {
        var queues = List.of(
                new DoorMeters.TaskQueue("a", 1, 0, 0),
                new DoorMeters.TaskQueue("b", 2, 0, 0),
                new DoorMeters.TaskQueue("c", 4, 0, 0));
        var door = new DoorMeters(registry, () -> queues, 1);
        door.look();
        assertThat(gauge("sampo.lease.tasks.waiting", "a")).isEqualTo(1);
        assertThat(gauge("sampo.lease.tasks.waiting", "other")).isEqualTo(6);
        for (int i = 0; i < 1_000; i++) {
            door.runOut("queue-" + i);
        }
        assertThat(registry.get("sampo.leases.run.out")
                        .tag("queue", "other")
                        .counter()
                        .count())
                .isEqualTo(999);
        assertThat(registry.getMeters()).hasSizeLessThan(10);
    }

    @Test
    void requestsAreToldApartByRouteAndClassOfStatusAndRefusalsByStatus() {
        var door = new DoorMeters(registry, List::of, 10);
        door.answered("GET", "/v1/jobs/{job}", 200, 1_000_000);
        door.answered("GET", "/v1/jobs/{job}", 206, 2_000_000);
        door.answered("GET", "/v1/jobs/{job}", 404, 1_000_000);
        door.refused(401);
        door.refused(429);
        door.refused(429);
        assertThat(registry.get("sampo.http.request")
                        .tags("method", "GET", "route", "/v1/jobs/{job}", "status", "2xx")
                        .timer()
                        .totalTime(TimeUnit.MILLISECONDS))
                .isEqualTo(3);
        assertThat(registry.get("sampo.http.request")
                        .tag("status", "4xx")
                        .timer()
                        .count())
                .isEqualTo(1);
        assertThat(registry.get("sampo.http.refused")
                        .tag("status", "429")
                        .counter()
                        .count())
                .isEqualTo(2);
    }
}
