package dev.sampo.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sampo.Sampo;
import dev.sampo.dag.Dag;
import dev.sampo.job.JobId;
import dev.sampo.job.JobStatus;
import dev.sampo.job.NodeId;
import dev.sampo.link.Availability;
import dev.sampo.resource.Resources;
import dev.sampo.telemetry.Event;
import dev.sampo.telemetry.Kind;
import dev.sampo.telemetry.Listener;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetersTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();

    private Listener listener(int namesMax) {
        return SampoMetrics.listener(Examples::load, registry, namesMax);
    }

    /** As a node does: what a listener leaves out it does not hear. */
    private static void tellAll(Listener listener) {
        Examples.all().stream()
                .filter(event -> !listener.leavesOut().contains(event.getClass()))
                .forEach(listener::on);
    }

    private double count(String name, String... tags) {
        return registry.get(name).tags(tags).counter().count();
    }

    @Test
    void everyEventIsCountedWhereItBelongs() {
        Listener listener = listener(10);
        tellAll(listener);
        assertThat(count("sampo.jobs.started", "tenant", "acme")).isEqualTo(1);
        assertThat(count("sampo.jobs.ended", "tenant", "acme", "status", "succeeded"))
                .isEqualTo(1);
        for (String status : new String[] {"succeeded", "failed", "skipped"}) {
            assertThat(count("sampo.tasks.ended", "dag", "words", "status", status))
                    .isEqualTo(1);
        }
        assertThat(registry.get("sampo.task.queue").timer().totalTime(TimeUnit.MILLISECONDS))
                .isEqualTo(50);
        assertThat(registry.get("sampo.task.node.queue").timer().totalTime(TimeUnit.MILLISECONDS))
                .isEqualTo(2_500);
        assertThat(registry.get("sampo.attempt.run")
                        .tags("dag", "words", "kind", "count-", "outcome", "succeeded")
                        .timer()
                        .totalTime(TimeUnit.MICROSECONDS))
                .isEqualTo(2_500);
        assertThat(count("sampo.value.size", "dag", "words", "kind", "count-")).isEqualTo(200);
        for (String outcome : new String[] {"failed", "cancelled"}) {
            assertThat(registry.get("sampo.attempt.run")
                            .tags("outcome", outcome)
                            .timer()
                            .count())
                    .isEqualTo(1);
        }
        assertThat(count("sampo.journal.facts")).isEqualTo(12);
        assertThat(count("sampo.transfer.size")).isEqualTo(5_000);
        assertThat(count("sampo.events.dropped")).isEqualTo(9);
    }

    @Test
    void whatANodeHasIsLookedAtWhenSomebodyAsks() {
        listener(10);
        assertThat(registry.get("sampo.node.capacity")
                        .tag("resource", "cpus")
                        .gauge()
                        .value())
                .isEqualTo(4);
        assertThat(registry.get("sampo.node.free")
                        .tag("resource", "memory")
                        .gauge()
                        .value())
                .isEqualTo(1 << 30);
        assertThat(registry.get("sampo.node.free")
                        .tag("resource", "licence")
                        .gauge()
                        .value())
                .isZero();
        assertThat(registry.get("sampo.node.availability")
                        .tag("is", "active")
                        .gauge()
                        .value())
                .isEqualTo(1);
        assertThat(registry.get("sampo.limit.admitted").functionCounter().count())
                .isEqualTo(12);
    }

    @Test
    void aPartitionThatIsServedElsewhereCountsHereNoMore() {
        Listener listener = listener(10);
        listener.on(new Event.PartitionLoad(1, 0, 2, 30, 4, Map.of()));
        listener.on(new Event.PartitionLoad(1, 1, 1, 5, 1, Map.of()));
        assertThat(registry.get("sampo.tasks.waiting").gauge().value()).isEqualTo(35);
        listener.on(new Event.PartitionLoad(2, 0, 1, 10, 4, Map.of()));
        listener.on(new Event.PartitionLeft(3, 1));
        assertThat(registry.get("sampo.tasks.waiting").gauge().value()).isEqualTo(10);
        assertThat(registry.get("sampo.partitions").gauge().value()).isEqualTo(1);
    }

    /** Those who opened it may be gone: what counts is what the schedulers of now know. */
    @Test
    void breakersThatAreOpenAreThoseThatTheSchedulersHereKnow() {
        Listener listener = listener(1);
        var other = new NodeId("node-2");
        listener.on(new Event.PartitionLoad(1, 0, 1, 1, 1, Map.of(Examples.NODE, 2)));
        listener.on(new Event.PartitionLoad(1, 1, 1, 1, 1, Map.of(Examples.NODE, 1, other, 4)));
        assertThat(open(Examples.NODE.value())).isEqualTo(3);
        assertThat(open("other")).isEqualTo(4);
        listener.on(new Event.PartitionLeft(2, 1));
        assertThat(open(Examples.NODE.value())).isEqualTo(2);
        assertThat(open("other")).isZero();
        listener.on(new Event.PartitionLoad(3, 0, 1, 1, 1, Map.of()));
        assertThat(open(Examples.NODE.value())).isZero();
    }

    private double open(String on) {
        return registry.get("sampo.breakers.open").tag("on", on).gauge().value();
    }

    /** That a partition has left may be among what was dropped. */
    @Test
    void aPartitionOfWhichNothingIsHeardCountsNoMore() {
        var nanos = new AtomicLong();
        Listener listener = SampoMetrics.listener(Examples::load, registry, 10, nanos::get);
        listener.on(new Event.PartitionLoad(1, 0, 2, 30, 4, Map.of()));
        listener.on(new Event.PartitionLoad(1, 1, 1, 5, 1, Map.of()));
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(59));
        listener.on(new Event.PartitionLoad(1, 1, 1, 7, 1, Map.of()));
        assertThat(registry.get("sampo.tasks.waiting").gauge().value()).isEqualTo(37);
        nanos.addAndGet(TimeUnit.SECONDS.toNanos(59));
        assertThat(registry.get("sampo.tasks.waiting").gauge().value()).isEqualTo(7);
    }

    /** Looking goes through all limits, and all jobs with kept values. */
    @Test
    void aScrapeLooksAtTheNodeOnce() {
        var nanos = new AtomicLong();
        var looks = new AtomicInteger();
        SampoMetrics.listener(
                () -> {
                    looks.incrementAndGet();
                    return Examples.load();
                },
                registry,
                10,
                nanos::get);
        for (int scrape = 1; scrape <= 3; scrape++) {
            nanos.addAndGet(TimeUnit.SECONDS.toNanos(1));
            looks.set(0);
            registry.getMeters().forEach(Meter::measure);
            registry.find("sampo.node.free").gauges().forEach(Gauge::value);
            registry.find("sampo.limit.waiting").gauges().forEach(Gauge::value);
            assertThat(looks).hasValue(1);
        }
    }

    @Test
    void whatIsClosedHoldsNothingAndTellsOfNothing() {
        EventMeters meters = SampoMetrics.listener(Examples::load, registry, 10);
        meters.close();
        meters.on(new Event.ResourceChanged(
                1, Examples.NODE, Resources.cpus(1).and("late", 1), Map.of(), Availability.ACTIVE));
        assertThat(registry.getMeters())
                .filteredOn(meter -> meter.getId().syntheticAssociation() == null) // Buckets of timers.
                .noneMatch(meter -> meter instanceof Gauge || meter instanceof FunctionCounter);
    }

    /** Whoever chooses the names of graphs, tasks, tenants, nodes and resources cannot fill the memory of those who count. */
    @Test
    void aHundredThousandNamesMakeNoHundredThousandSeries() {
        Listener listener = listener(100);
        NodeId node = Examples.NODE;
        for (int i = 0; i < 100_000; i++) {
            var job = new JobId("job-" + i);
            String name = "name " + i + " \"\n{}";
            listener.on(new Event.JobStarted(1, job, name, name, 1));
            listener.on(new Event.JobStopped(1, job, name, name, JobStatus.FAILED, "", 1));
            listener.on(new Event.TasksPlaced(1, name, new long[] {1}));
            listener.on(new Event.AttemptsStopped(1, Kind.of(name, name), new long[] {1}, 1));
            listener.on(new Event.AttemptFailed(1, job, "graph", name, 1, 1, "failed", ""));
            listener.on(new Event.BreakerOpened(1, new NodeId("node-" + i), name, name, ""));
            listener.on(new Event.PartitionLoad(1, 0, 1, 1, 1, Map.of(new NodeId("node-" + i), 1)));
            if (i < 1_000) {
                listener.on(new Event.ResourceChanged(
                        1, node, Resources.cpus(1).and("licence-" + i, 1), Map.of(), Availability.ACTIVE));
            }
        }
        assertThat(registry.getMeters()).hasSizeLessThan(10_000);
        assertThat(count("sampo.jobs.started", "tenant", "other")).isEqualTo(99_900);
        assertThat(registry.get("sampo.attempt.run").timers().stream()
                        .mapToLong(timer -> timer.count())
                        .sum())
                .isEqualTo(200_000);
    }

    @ParameterizedTest
    @CsvSource({
        "page-17, page-",
        "page-18, page-",
        "sum, sum",
        "2024, 2024",
        "count[3], count",
        "count-7[3], count-",
        "], ]",
        "[1], [1]"
    })
    void tasksThatDifferByANumberAreOneKind(String task, String kind) {
        assertThat(Kind.of("dag", task).task()).isEqualTo(kind);
    }

    @Test
    void nobodyCanBeCountedWithoutASingleName() {
        assertThatThrownBy(() -> listener(0)).isInstanceOf(IllegalArgumentException.class);
    }

    /** Who pushes numbers when a program ends is not to miss the last job. */
    @Test
    void whatAJobHasDoneIsCountedWhenTheMetricsAreClosed() {
        try (Sampo sampo = Sampo.local()) {
            var dag = Dag.named("counted");
            var numbers =
                    dag.task("numbers", () -> IntStream.range(0, 1_000).boxed().toList());
            dag.each("step", numbers, number -> number);
            SampoMetrics metrics = SampoMetrics.of(sampo, registry);
            sampo.submit(dag).await();
            metrics.close();
        }
        assertThat(count("sampo.tasks.ended", "dag", "counted", "status", "succeeded"))
                .isEqualTo(1_001);
        assertThat(registry.get("sampo.task.queue").timer().count()).isPositive();
        assertThat(registry.get("sampo.attempt.run").tag("kind", "step").timer().count())
                .isEqualTo(1_000);
        assertThat(count("sampo.jobs.ended", "status", "succeeded")).isEqualTo(1);
    }

    @Test
    void aJobIsCountedInTheRegistryOfTheProgramThatRunsIt() {
        try (Sampo sampo = Sampo.local();
                SampoMetrics metrics = SampoMetrics.of(sampo, registry)) {
            var dag = Dag.named("counted");
            IntStream.range(0, 20).forEach(number -> dag.task("step-" + number, () -> number));
            sampo.submit(dag).await();
            await().untilAsserted(() -> {
                assertThat(count("sampo.tasks.ended", "dag", "counted", "status", "succeeded"))
                        .isEqualTo(20);
                assertThat(registry.get("sampo.attempt.run")
                                .tag("kind", "step-")
                                .timer()
                                .count())
                        .isEqualTo(20);
                assertThat(count("sampo.jobs.ended", "status", "succeeded")).isEqualTo(1);
                assertThat(registry.get("sampo.journal.write").timer().count()).isPositive();
                assertThat(registry.get("sampo.tasks.assigned").gauge().value()).isZero();
            });
            assertThat(metrics).isNotNull();
        }
    }
}
