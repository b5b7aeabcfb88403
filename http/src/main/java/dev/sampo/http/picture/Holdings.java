package dev.sampo.http.picture;

import dev.sampo.dag.Blueprint;
import dev.sampo.http.api.ValuesView;
import dev.sampo.http.api.ValuesView.NodeSumView;
import dev.sampo.http.api.ValuesView.SumView;
import dev.sampo.http.api.ValuesView.ValueView;
import dev.sampo.job.JobLedger;
import dev.sampo.job.Stretch;
import dev.sampo.job.TaskState;
import dev.sampo.job.Value;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** How large the values of a job are, and where they are kept. */
final class Holdings {
    private static final int NODES_MAX = 100;
    private static final int TASK_BITS = 24;

    private static final class Sum {
        private int values;
        private long bytes;

        void add(long size) {
            values++;
            bytes += size;
        }

        SumView view() {
            return new SumView(values, bytes);
        }
    }

    private final JobLedger job;
    private final Runs runs;
    private final Sum inJournal = new Sum();
    private final Sum dropped = new Sum();
    private final Map<String, Sum> onNodes = new HashMap<>();

    Holdings(JobLedger job, Runs runs) {
        this.job = job;
        this.runs = runs;
    }

    ValuesView page(int from, int limit) {
        long[] bySize = new long[job.size()];
        int found = 0;
        for (int task = 0; task < job.size(); task++) {
            Value value = runs.hasValue(task) ? job.value(task) : null;
            if (value != null) {
                sumOf(task, value).add(size(task, value));
                bySize[found++] = Math.min(size(task, value), Long.MAX_VALUE >> TASK_BITS) << TASK_BITS
                        | (1 << TASK_BITS) - 1 - task;
            }
        }
        Arrays.sort(bySize, 0, found);
        var page = new ArrayList<ValueView>();
        for (int i = found - 1 - from; i >= 0 && page.size() < limit; i--) {
            page.add(view((1 << TASK_BITS) - 1 - (int) (bySize[i] & (1 << TASK_BITS) - 1)));
        }
        int end = from + page.size();
        return new ValuesView(
                job.id().value(),
                found,
                inJournal.view(),
                nodes(),
                dropped.view(),
                page,
                List.of(),
                end < found ? end : null);
    }

    private Sum sumOf(int task, Value value) {
        if (!(value instanceof Value.Stored stored)) {
            return inJournal;
        }
        return isDropped(task) ? dropped : onNodes.computeIfAbsent(stored.node().value(), node -> new Sum());
    }

    private long size(int task, Value value) {
        return value instanceof Value.Stored ? value.size() : runs.bytesInline(task);
    }

    private ValueView view(int task) {
        Value value = job.value(task);
        Integer elements = value.count() < 0 ? null : value.count();
        if (value instanceof Value.Stored stored) {
            String where = isDropped(task) ? "dropped" : "node";
            String node = stored.node().value();
            return new ValueView(task, job.nameOf(task), stored.size(), where, node, elements);
        }
        return new ValueView(task, job.nameOf(task), size(task, value), "journal", null, elements);
    }

    private List<NodeSumView> nodes() {
        return onNodes.entrySet().stream()
                .map(each -> new NodeSumView(each.getKey(), each.getValue().values, each.getValue().bytes, true))
                .sorted(Comparator.comparingLong(NodeSumView::bytes).reversed().thenComparing(NodeSumView::node))
                .limit(NODES_MAX)
                .toList();
    }

    /**
     * Schedulers have a large value dropped when one that reads it is done and nobody waits for it any more, unless it is to be
     * kept. One that only comes after it reads nothing: when that is done last, the value stays.
     */
    private boolean isDropped(int task) {
        Stretch stretch = job.stretchOf(task);
        if (stretch.options(task).keep() || job.hasStandIns()) {
            return false;
        }
        int read = stretch.isWhole() ? task : stretch.each();
        Stretch of = job.stretchOf(read);
        Blueprint graph = of.blueprint();
        int local = read - of.base();
        long lastRead = Long.MIN_VALUE;
        long lastAfter = Long.MIN_VALUE;
        for (int i = 0; i < graph.successorCount(local); i++) {
            int successor = graph.successor(local, i);
            int each = of.base() + successor;
            if (job.state(each) != TaskState.SUCCEEDED) {
                return false;
            }
            if (graph.afterCount(successor) == 0 || reads(graph, successor, local)) {
                lastRead = Math.max(lastRead, runs.ended(each));
            } else {
                lastAfter = Math.max(lastAfter, runs.ended(each));
            }
        }
        return lastRead > Long.MIN_VALUE && lastRead >= lastAfter;
    }

    private static boolean reads(Blueprint graph, int task, int source) {
        for (int position = 0; position < graph.inputCount(task); position++) {
            if (graph.input(task, position) == source) {
                return true;
            }
        }
        return false;
    }
}
