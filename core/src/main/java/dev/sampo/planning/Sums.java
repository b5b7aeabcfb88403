package dev.sampo.planning;

import dev.sampo.telemetry.Event;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.LongStream;

/** Tasks that were placed and that succeeded, by graph, until those who only count are told of all at once. */
final class Sums {
    private static final class OfDag {
        private final String dag;
        private final LongStream.Builder waited = LongStream.builder();
        private int placed;
        private int succeeded;

        OfDag(String dag) {
            this.dag = dag;
        }
    }

    private final Map<String, OfDag> dags = new LinkedHashMap<>();
    private OfDag latest;

    void placed(String dag, long waitedMillis) {
        OfDag sums = of(dag);
        sums.waited.add(waitedMillis);
        sums.placed++;
    }

    void succeeded(String dag) {
        of(dag).succeeded++;
    }

    /** One after the other they are mostly of the same graph. */
    private OfDag of(String dag) {
        if (latest == null || !latest.dag.equals(dag)) {
            latest = dags.computeIfAbsent(dag, OfDag::new);
        }
        return latest;
    }

    void tell(long now, Consumer<Event> listeners) {
        for (OfDag sums : dags.values()) {
            if (sums.placed > 0) {
                listeners.accept(
                        new Event.TasksPlaced(now, sums.dag, sums.waited.build().toArray()));
            }
            if (sums.succeeded > 0) {
                listeners.accept(new Event.TasksSucceeded(now, sums.dag, sums.succeeded));
            }
        }
        dags.clear();
        latest = null;
    }
}
