package dev.sampo.planning;

import dev.sampo.dag.Blueprint;
import dev.sampo.dag.TaskOptions;
import dev.sampo.job.Stretch;
import dev.sampo.job.TaskState;
import dev.sampo.resource.Resources;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * When a job will be done at the earliest: it takes as long as its longest way, and as long as all nodes together need for what is left of
 * it. Whatever is not known counts as nothing, and so does what others may want first, so that this is a bound from below as far as
 * durations are right.
 */
final class Forecast {
    /**
     * What is left of a graph's tasks from each on.
     *
     * @param parts by option index: which part of all there is of each resource a task takes at least
     */
    private record Ways(long[] micros, long[] tails, double[][] parts) {}

    private final Books books;
    private final JobPlan job;
    private final Function<Blueprint, Foresight.Known> known;
    private final Map<Blueprint, Ways> ways = new IdentityHashMap<>();
    private final Resources whole;
    private final List<String> resources;
    /** By resource, in microseconds of all nodes together. */
    private final double[] work;

    private long longest;
    private int left;
    private int unknown;

    private Forecast(Books books, JobPlan job, Function<Blueprint, Foresight.Known> known) {
        this.books = books;
        this.known = known;
        this.job = job;
        this.whole = books.shares.whole();
        this.resources = List.copyOf(whole.names());
        this.work = new double[resources.size()];
    }

    static Outlook of(Books books, JobPlan job) {
        return of(books, job, books.foresight::known);
    }

    /** @param known how long the tasks of a graph run */
    static Outlook of(Books books, JobPlan job, Function<Blueprint, Foresight.Known> known) {
        var forecast = new Forecast(books, job, known);
        for (int task = 0; !job.ledger.status().isFinal() && task < job.ledger.size(); task++) {
            forecast.add(task);
        }
        return forecast.outlook();
    }

    private void add(int task) {
        TaskState state = job.ledger.state(task);
        Stretch stretch = job.ledger.stretchOf(task);
        Blueprint graph = stretch.blueprint();
        int local = stretch.blueprintTask(task);
        boolean isOver = state.isFinal() || state == TaskState.EXPANDED;
        if (isOver || graph.kind(local) == Blueprint.Kind.CONSTANT || Lack.isOfNoUse(job.ledger, task)) {
            return;
        }
        left++;
        Ways all = ways.computeIfAbsent(graph, this::waysOf);
        long micros = Math.max(0, all.micros()[local]);
        unknown += all.micros()[local] < 0 ? 1 : 0;
        long done = job.isAssigned(task) ? Math.min(micros, ranAtMost(task)) : 0;
        longest = Math.max(longest, all.tails()[local] - done);
        double[] parts = all.parts()[graph.optionIndex(local)];
        for (int i = 0; i < work.length; i++) {
            work[i] += (micros - done) * parts[i];
        }
    }

    /** For how many microseconds an attempt may have run: nobody knows of one that was given out in an earlier term. */
    private long ranAtMost(int task) {
        long given = job.givenAt(task);
        return given == JobPlan.NEVER ? Long.MAX_VALUE : 1_000 * Math.max(0, books.now - given);
    }

    private Ways waysOf(Blueprint graph) {
        long[] micros = known.apply(graph).micros();
        var parts = graph.distinctOptions().stream().map(this::partsOf).toArray(double[][]::new);
        return new Ways(micros, Foresight.tailsAtLeast(graph, micros), parts);
    }

    private double[] partsOf(TaskOptions options) {
        double[] parts = new double[work.length];
        for (int i = 0; i < parts.length; i++) {
            String name = resources.get(i);
            long least = options.demand().all().stream()
                    .mapToLong(needs -> needs.units(name))
                    .min()
                    .orElse(0);
            parts[i] = least / (double) whole.units(name);
        }
        return parts;
    }

    private Outlook outlook() {
        if (left == 0) {
            return new Outlook(0, 0, 0, "");
        }
        if (unknown == left) {
            return new Outlook(Outlook.UNKNOWN, left, unknown, "");
        }
        double most = 0;
        for (double micros : work) {
            most = Math.max(most, micros);
        }
        long path = longest / 1_000;
        long all = (long) (most / 1_000);
        return path >= all
                ? new Outlook(path, left, unknown, "its longest way takes so long")
                : new Outlook(all, left, unknown, "all nodes together have to do for so long with what is left of it");
    }
}
