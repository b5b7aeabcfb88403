package dev.sampo.metrics;

import dev.sampo.telemetry.Kind;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Timer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Tasks and their attempts, by graph and by kind. */
final class TaskMeters {
    private final Meters meters;
    private final Names<String, OfDag> dags;
    private final Names<Kind, OfKind> kinds;

    TaskMeters(Meters meters, int namesMax) {
        this.meters = meters;
        this.dags = new Names<>(namesMax, Names.OTHER, OfDag::new);
        this.kinds = new Names<>(namesMax, new Kind(Names.OTHER, Names.OTHER), OfKind::new);
    }

    /** What the scheduler tells of the tasks of a graph. */
    final class OfDag {
        private final Timer queue;
        final Timer nodeQueue;
        final Counter succeeded;
        final Counter failed;
        final Counter skipped;
        final Counter retried;
        final Counter lost;
        final Counter copied;
        final Counter dropped;

        OfDag(String dag) {
            queue = meters.timer(
                    "sampo.task.queue",
                    "How long tasks waited from when they could run until they were placed",
                    "dag",
                    dag);
            nodeQueue = meters.timer(
                    "sampo.task.node.queue",
                    "How long attempts waited for a slot on this node, of those that did so for 100 ms or longer",
                    "dag",
                    dag);
            succeeded = ended(dag, "succeeded");
            failed = ended(dag, "failed");
            skipped = ended(dag, "skipped");
            retried = counter("sampo.tasks.retried", "Attempts that came to nothing and are followed by another", dag);
            lost = counter("sampo.tasks.lost", "Attempts whose node was lost", dag);
            copied = counter("sampo.tasks.copied", "Second attempts at tasks that take long", dag);
            dropped = counter("sampo.attempts.dropped", "Attempts of two that came to nothing", dag);
        }

        void placed(long[] waitedMillis) {
            for (long each : waitedMillis) {
                queue.record(each, TimeUnit.MILLISECONDS);
            }
        }

        private Counter ended(String dag, String how) {
            return meters.counter("sampo.tasks.ended", "Tasks that have ended", "dag", dag, "status", how);
        }

        private Counter counter(String name, String description, String dag) {
            return meters.counter(name, description, "dag", dag);
        }
    }

    /** What a node tells of the attempts at tasks of a kind. */
    final class OfKind {
        private final Kind kind;
        private final Timer succeeded;
        private final Counter bytes;
        private final Map<String, Timer> inVain = new HashMap<>();

        OfKind(Kind kind) {
            this.kind = kind;
            succeeded = timer("succeeded");
            bytes = meters.bytes("sampo.value.size", "What bodies have made", "dag", kind.dag(), "kind", kind.task());
        }

        private Timer timer(String outcome) {
            return meters.timer(
                    "sampo.attempt.run",
                    "How long bodies ran on this node",
                    "dag",
                    kind.dag(),
                    "kind",
                    kind.task(),
                    "outcome",
                    outcome);
        }

        void succeeded(long[] micros, long made) {
            for (long each : micros) {
                succeeded.record(each, TimeUnit.MICROSECONDS);
            }
            bytes.increment(made);
        }

        /** As anything but succeeded. */
        void ended(String outcome, long micros) {
            inVain.computeIfAbsent(outcome, this::timer).record(micros, TimeUnit.MICROSECONDS);
        }
    }

    OfDag dag(String name) {
        return dags.of(name);
    }

    OfKind kind(Kind kind) {
        return kinds.of(kind);
    }
}
