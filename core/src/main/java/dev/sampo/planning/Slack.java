package dev.sampo.planning;

import dev.sampo.dag.Blueprint;
import dev.sampo.job.Stretch;
import java.util.LinkedHashMap;
import java.util.Map;

/** How long a task runs and what follows it takes, for placers that mind deadlines. What is learned meanwhile is noticed within a second. */
final class Slack {
    private static final long FRESH_MILLIS = 1_000;
    private static final int KEPT_MAX = 64;
    private static final double MICROS = 1_000;

    private record Ways(long at, long[] micros, long[] tails) {}

    private final Books books;
    private final Map<Blueprint, Ways> ways = new LinkedHashMap<>();

    Slack(Books books) {
        this.books = books;
    }

    /** Below zero when nothing is known. */
    double millis(JobPlan job, int task) {
        Stretch stretch = job.ledger.stretchOf(task);
        return ways(stretch.blueprint()).micros()[stretch.blueprintTask(task)] / MICROS;
    }

    /** As far as it is known: what is not counts as nothing. */
    double millisAfter(JobPlan job, int task) {
        Stretch stretch = job.ledger.stretchOf(task);
        int local = stretch.blueprintTask(task);
        Ways all = ways(stretch.blueprint());
        return Math.max(0, all.tails()[local] - Math.max(0, all.micros()[local])) / MICROS;
    }

    long now() {
        return books.now;
    }

    private Ways ways(Blueprint graph) {
        Ways known = ways.get(graph);
        if (known == null || books.now - known.at() > FRESH_MILLIS) {
            long[] micros = books.foresight.known(graph).micros();
            known = new Ways(books.now, micros, Foresight.tailsAtLeast(graph, micros));
            ways.put(graph, known);
            if (ways.size() > KEPT_MAX) {
                ways.remove(ways.keySet().iterator().next());
            }
        }
        return known;
    }
}
