package dev.sampo.planning;

import dev.sampo.dag.Blueprint;
import dev.sampo.job.Stretch;
import dev.sampo.lookahead.Lookahead;
import dev.sampo.lookahead.Project;
import dev.sampo.lookahead.Timetable;
import dev.sampo.resource.Resources;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.function.LongPredicate;

/**
 * How long the way from each task to the end of its graph is: by what is known of durations, by the number of tasks on
 * it where nothing is. Large tasks go a little earlier, since gaps for them are rare. Where all durations are known and the graph is small, it looks ahead for a timetable.
 */
final class Foresight {
    private static final long SEED = 20_477;

    /** Stands for the duration of each task while none is known. */
    private static final long USUAL = 1_000;
    /** A task that takes all there is goes before one that takes nothing and has so many more tasks behind it. */
    private static final double LARGER_FIRST = 3;

    private final Books books;
    private final Estimates estimates;
    /** The one job that is kept to a course; only a job that has the nodes to itself is. */
    private JobPlan onCourse;

    /** Otherwise nothing is asked for and every rank is zero: first come, first served. */
    final boolean isAsked;

    Foresight(Books books, Estimates estimates, boolean isAsked) {
        this.books = books;
        this.estimates = estimates;
        this.isAsked = isAsked;
    }

    /** What was foreseen has not come to pass, or somebody else wants the nodes. */
    void leaveCourse() {
        if (onCourse != null) {
            onCourse.course = null;
            onCourse = null;
        }
    }

    /** Whether a course is kept to of which nothing runs. */
    boolean isInVain() {
        return onCourse != null && onCourse.course != null && onCourse.assigned == 0;
    }

    /** Where durations are not as foreseen, a course is left, and what waits is ranked anew by what they are worth. */
    void ran(JobPlan job, int task, long micros) {
        if (job.drift == null || !job.drift.ended(task, micros)) {
            return;
        }
        job.course = null;
        Blueprint graph = job.ledger.blueprint();
        job.ranks.remove(graph);
        for (Line line : job.linesOf(graph, books.lines)) {
            line.rankAnew(job, waiting -> rank(job, waiting));
        }
    }

    /** The longer what remains from this task on, the higher. */
    long rank(JobPlan job, int task) {
        if (!isAsked) {
            return 0;
        }
        Stretch stretch = job.ledger.stretchOf(task);
        Blueprint graph = stretch.blueprint();
        long[] ranks = job.ranks.get(graph);
        if (ranks == null) {
            ranks = ranks(job, graph);
            job.ranks.put(graph, ranks);
        }
        return ranks[stretch.blueprintTask(task)];
    }

    private long[] ranks(JobPlan job, Blueprint graph) {
        leaveCourse();
        long[] micros = new long[graph.size()];
        long sum = 0;
        int known = 0;
        for (int task = 0; task < micros.length; task++) {
            micros[task] = estimates.micros(graph, task);
            if (micros[task] >= 0) {
                sum += micros[task];
                known++;
            }
        }
        boolean hasDrifted = job.drift != null && job.drift.isLarge();
        if (!hasDrifted
                && known == micros.length
                && job.ledger.size() == micros.length
                && graph == job.ledger.blueprint()) {
            Timetable timetable = lookAhead(job, graph, micros);
            if (timetable != null) {
                return Arrays.stream(timetable.start())
                        .map(start -> timetable.makespan() - start)
                        .toArray();
            }
        }
        long usual = known == 0 ? USUAL : Math.max(1, sum / known);
        if (hasDrifted) {
            double trust = job.drift.trust();
            Arrays.setAll(
                    micros, task -> micros[task] < 0 ? micros[task] : usual + (long) (trust * (micros[task] - usual)));
        }
        long[] ranks = tails(graph, micros, usual);
        Line[] lines = job.linesOf(graph, books.lines);
        for (int task = 0; task < ranks.length; task++) {
            double share = books.lines.share(lines[graph.optionIndex(task)], books);
            ranks[task] += (long) (LARGER_FIRST * usual * share);
        }
        return ranks;
    }

    /** Longest path from each task to the end; where a duration is unknown, the usual one. */
    private static long[] tails(Blueprint graph, long[] micros, long usual) {
        long[] tails = new long[micros.length];
        for (int task = tails.length - 1; task >= 0; task--) {
            for (int i = 0; i < graph.successorCount(task); i++) {
                tails[task] = Math.max(tails[task], tails[graph.successor(task, i)]);
            }
            tails[task] += micros[task] < 0 ? usual : micros[task];
        }
        return tails;
    }

    /** Null where there is nothing to look ahead in. */
    private Timetable lookAhead(JobPlan job, Blueprint graph, long[] micros) {
        var views = books.nodes.values().stream().filter(view -> view.isWorker).toList();
        if (views.isEmpty() || job.isFromEarlierTerm() || hasOthers(job)) {
            return null;
        }
        LongPredicate goesOn = estimates.lookAhead(micros.length, views.size()).orElse(null);
        int[][] nodesOf = goesOn == null ? null : nodesOf(job, graph, views);
        if (nodesOf == null) {
            return null;
        }
        long[] atLeastOne = Arrays.stream(micros).map(each -> Math.max(1, each)).toArray();
        int[][] successors = new int[micros.length][];
        for (int task = 0; task < micros.length; task++) {
            successors[task] = new int[graph.successorCount(task)];
            for (int i = 0; i < successors[task].length; i++) {
                successors[task][i] = graph.successor(task, i);
            }
        }
        var names = new TreeSet<String>();
        views.forEach(view -> names.addAll(view.capacity.extraUnits().keySet()));
        long[][] wanted = graph.distinctOptions().stream()
                .map(options -> amounts(options.needs(), names))
                .toArray(long[][]::new);
        long[][] needs = new long[micros.length][];
        Arrays.setAll(needs, task -> wanted[graph.optionIndex(task)]);
        long[][] capacity =
                views.stream().map(view -> amounts(view.capacity, names)).toArray(long[][]::new);
        Timetable found = Lookahead.search(new Project(atLeastOne, needs, successors, nodesOf, capacity), SEED, goesOn);
        short[] indexes = new short[views.size()];
        for (int i = 0; i < indexes.length; i++) {
            indexes[i] = views.get(i).index;
        }
        job.course = new Course(found, indexes);
        job.drift = new Drift(atLeastOne);
        onCourse = job;
        return found;
    }

    private boolean hasOthers(JobPlan job) {
        return books.jobs.values().stream().anyMatch(other -> other != job && books.isRunning(other));
    }

    /** By task, those nodes first that are the least wanted by others; null when there is a task that has none or is of another kind. */
    private int[][] nodesOf(JobPlan job, Blueprint graph, List<NodeView> views) {
        Line[] lines = job.linesOf(graph, books.lines);
        int[][] byLine = new int[lines.length][];
        for (int i = 0; i < lines.length; i++) {
            var able = new ArrayList<Integer>();
            for (int node = 0; node < views.size(); node++) {
                if (lines[i].width(views.get(node)) > 0) {
                    able.add(node);
                }
            }
            able.sort((one, other) -> Double.compare(
                    books.lines.wanted(views.get(one), books), books.lines.wanted(views.get(other), books)));
            byLine[i] = able.stream().mapToInt(Integer::intValue).toArray();
        }
        int[][] nodesOf = new int[graph.size()][];
        for (int task = 0; task < nodesOf.length; task++) {
            nodesOf[task] = byLine[graph.optionIndex(task)];
            if (nodesOf[task].length == 0 || graph.kind(task) != Blueprint.Kind.TASK) {
                return null;
            }
        }
        return nodesOf;
    }

    private static long[] amounts(Resources of, TreeSet<String> names) {
        long[] amounts = new long[3 + names.size()];
        amounts[0] = of.cpuUnits();
        amounts[1] = of.memoryBytes();
        amounts[2] = of.gpuUnits();
        int at = 3;
        for (String name : names) {
            amounts[at++] = of.extraUnits().getOrDefault(name, 0L);
        }
        return amounts;
    }
}
