package dev.sampo.planning;

import dev.sampo.dag.Blueprint;
import dev.sampo.dag.TaskOptions;
import dev.sampo.job.JobStatus;
import dev.sampo.job.Stretch;
import dev.sampo.job.TaskState;
import dev.sampo.resource.Resources;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;

/**
 * When a job will be done at the earliest: it takes as long as its longest way, and as long as all nodes together need for what is left of it
 * and for what goes before it. Whatever is not known counts as nothing, so that this is a bound from below as far as durations are right.
 */
final class Forecast {
    /** What is left of a graph's tasks from each on. */
    private record Ways(long[] micros, long[] tails) {}

    private final Books books;
    private final JobPlan job;
    private final Map<Blueprint, Ways> ways = new IdentityHashMap<>();
    private final Map<TaskOptions, Double> parts = new HashMap<>();
    private long longest;
    private double work;
    private int left;
    private int unknown;

    private Forecast(Books books, JobPlan job) {
        this.books = books;
        this.job = job;
    }

    static Outlook of(Books books, JobPlan job) {
        var forecast = new Forecast(books, job);
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
        if (state.isFinal() || state == TaskState.EXPANDED || graph.kind(local) == Blueprint.Kind.CONSTANT) {
            return;
        }
        left++;
        Ways all = ways.computeIfAbsent(graph, this::waysOf);
        long micros = all.micros()[local];
        unknown += micros < 0 ? 1 : 0;
        long done = job.isAssigned(task) && job.givenAt(task) != JobPlan.NEVER
                ? Math.min(Math.max(0, micros), 1_000 * (books.now - job.givenAt(task)))
                : 0;
        longest = Math.max(longest, all.tails()[local] - done);
        work += (Math.max(0, micros) - done) * parts.computeIfAbsent(graph.options(local), this::partOf);
    }

    private Ways waysOf(Blueprint graph) {
        long[] micros = books.foresight.known(graph).micros();
        return new Ways(micros, Foresight.tails(graph, micros, 0));
    }

    /** What of all there is one such task takes at least. */
    private double partOf(TaskOptions options) {
        double least = Double.MAX_VALUE;
        for (Resources needs : options.demand().all()) {
            least = Math.min(least, books.shares.of(needs));
        }
        return least;
    }

    private Outlook outlook() {
        if (left == 0) {
            return new Outlook(0, 0, 0, "");
        }
        if (unknown == left) {
            return new Outlook(Outlook.UNKNOWN, left, unknown, "");
        }
        double ahead = ahead();
        long path = longest / 1_000;
        long all = (long) ((work + ahead) / 1_000);
        if (path >= all) {
            return new Outlook(path, left, unknown, "its longest way takes so long");
        }
        String before = ahead == 0 ? "" : ", after " + (long) (ahead / 1_000) + " ms with what goes before it";
        return new Outlook(
                all, left, unknown, "all nodes together have to do for so long with what is left of it" + before);
    }

    /** What is ready of other jobs and goes before anything of this one. */
    private double ahead() {
        int most = Integer.MIN_VALUE;
        for (Stretch stretch : job.ledger.stretches()) {
            for (TaskOptions options : stretch.blueprint().distinctOptions()) {
                most = Math.max(most, options.priority() + job.ledger.options().priority());
            }
        }
        double ahead = 0;
        for (JobPlan other : books.jobs.values()) {
            boolean isSooner = other.tenant == job.tenant && other.deadline() < job.deadline();
            if (other == job || other.ledger.status() != JobStatus.RUNNING) {
                continue;
            }
            for (Waiting waiting : other.inLine) {
                int priority = waiting.line().priority;
                ahead += priority > most || priority == most && isSooner
                        ? waiting.line().work(waiting.size())
                        : 0;
            }
        }
        return ahead;
    }
}
