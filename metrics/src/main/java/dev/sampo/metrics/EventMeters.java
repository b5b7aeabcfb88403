package dev.sampo.metrics;

import dev.sampo.telemetry.Event;
import dev.sampo.telemetry.Kind;
import dev.sampo.telemetry.Listener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** Turns what it hears into numbers. It is called by one thread. */
final class EventMeters implements Listener, AutoCloseable {
    private final Meters meters;
    private final JobMeters jobs;
    private final TaskMeters tasks;
    private final NodeMeters node;
    private final Names<String, OfBreaker> breakers;
    private final Timer fetched;
    private final Timer notFetched;
    private final Counter fetchedBytes;
    private final Timer written;
    private final Counter facts;
    private final Counter dropped;

    EventMeters(Meters meters, NodeMeters node, int namesMax) {
        this.meters = meters;
        this.node = node;
        this.jobs = new JobMeters(meters, namesMax);
        this.tasks = new TaskMeters(meters, namesMax);
        this.breakers = new Names<>(namesMax, Names.OTHER, OfBreaker::new);
        this.fetched = transfer("succeeded");
        this.notFetched = transfer("failed");
        this.fetchedBytes = meters.bytes("sampo.transfer.size", "Values that were fetched from other nodes");
        this.written = meters.timer(
                "sampo.journal.write", "From when facts were handed to the journal until they were durable");
        this.facts = meters.counter("sampo.journal.facts", "Facts that were written");
        this.dropped = meters.counter(
                "sampo.events.dropped",
                "Events that came faster than they could be counted: other numbers are too low by what they tell");
    }

    private Timer transfer(String outcome) {
        return meters.timer(
                "sampo.transfer", "How long it took to fetch a value from another node", "outcome", outcome);
    }

    /** The breakers of a node. */
    private final class OfBreaker {
        private final Counter opened;
        private final Counter closed;
        private final Counter forced;
        private final Counter outvoted;

        OfBreaker(String on) {
            opened = meters.counter(
                    "sampo.breakers.opened", "Breakers that have opened, by the node they are of", "on", on);
            closed = meters.counter("sampo.breakers.closed", "Breakers that have closed", "on", on);
            forced = meters.counter("sampo.breakers.forced", "Breakers of which somebody has decided", "on", on);
            outvoted = meters.counter(
                    "sampo.nodes.outvoted", "Times that a node made something else than enough others", "on", on);
        }
    }

    /** The six that each task makes when nothing goes wrong: three are told of many at once, of the others no number is made. */
    @Override
    public Set<Class<? extends Event>> leavesOut() {
        return Set.of(
                Event.TaskPlaced.class,
                Event.TaskSucceeded.class,
                Event.AttemptStarted.class,
                Event.AttemptStopped.class,
                Event.AllocationStarted.class,
                Event.AllocationStopped.class);
    }

    @Override
    public void on(Event event) {
        if (event instanceof Event.TasksPlaced placed) {
            tasks.dag(placed.dag()).placed(placed.waitedMillis());
        } else if (event instanceof Event.TasksSucceeded done) {
            tasks.dag(done.dag()).succeeded.increment(done.tasks());
        } else if (event instanceof Event.AttemptsStopped done) {
            tasks.kind(done.kind()).succeeded(done.micros(), done.bytes());
        } else if (event instanceof Event.OfTask ofTask) {
            trouble(ofTask);
        } else if (event instanceof Event.JobStarted started) {
            jobs.started(started);
        } else if (event instanceof Event.JobStopped stopped) {
            jobs.stopped(stopped);
        } else if (event instanceof Event.DeadlineOutOfReach late) {
            jobs.late(late);
        } else if (event instanceof Event.FactsWritten facts) {
            written(facts);
        } else if (event instanceof Event.ValueFetched value) {
            fetched(value);
        } else if (event instanceof Event.Dropped lost) {
            dropped.increment(lost.events());
        } else {
            state(event);
        }
    }

    private void trouble(Event.OfTask event) {
        if (event instanceof Event.AttemptFailed failed) {
            tasks.kind(Kind.of(failed.dag(), failed.task())).ended(failed.outcome(), failed.micros());
        } else if (event instanceof Event.AttemptWaited waited) {
            tasks.dag(waited.dag()).nodeQueue.record(waited.millis(), TimeUnit.MILLISECONDS);
        } else if (event instanceof Event.TaskRetried retried) {
            tasks.dag(retried.dag()).retried.increment();
        } else if (event instanceof Event.TaskFailed failed) {
            tasks.dag(failed.dag()).failed.increment();
        } else if (event instanceof Event.TaskSkipped skipped) {
            tasks.dag(skipped.dag()).skipped.increment();
        } else if (event instanceof Event.TaskLost lost) {
            tasks.dag(lost.dag()).lost.increment();
        } else if (event instanceof Event.TaskCopied copied) {
            tasks.dag(copied.dag()).copied.increment();
        } else if (event instanceof Event.NodeOutvoted lost) {
            breakers.of(lost.node().value()).outvoted.increment();
        } else if (event instanceof Event.AttemptDropped one) {
            tasks.dag(one.dag()).dropped.increment();
        }
    }

    private void written(Event.FactsWritten event) {
        written.record(Duration.ofNanos(1_000 * event.micros()));
        facts.increment(event.facts());
    }

    private void fetched(Event.ValueFetched event) {
        (event.hasCome() ? fetched : notFetched).record(Duration.ofNanos(1_000 * event.micros()));
        fetchedBytes.increment(event.hasCome() ? event.bytes() : 0);
    }

    private void state(Event event) {
        if (event instanceof Event.PartitionLoad load) {
            node.load(load);
        } else if (event instanceof Event.PartitionLeft left) {
            node.left(left);
        } else if (event instanceof Event.ResourceChanged changed) {
            node.changed(changed);
        } else if (event instanceof Event.BreakerOpened opened) {
            breakers.of(opened.node().value()).opened.increment();
        } else if (event instanceof Event.BreakerClosed closed) {
            breakers.of(closed.node().value()).closed.increment();
        } else if (event instanceof Event.BreakerForced forced) {
            breakers.of(forced.node().value()).forced.increment();
        }
    }

    @Override
    public void close() {
        node.close();
    }
}
