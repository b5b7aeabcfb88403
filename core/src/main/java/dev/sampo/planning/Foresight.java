package dev.sampo.planning;

import dev.sampo.dag.Blueprint;
import dev.sampo.job.Samples;
import dev.sampo.job.Stretch;
import dev.sampo.lookahead.Lookahead;
import dev.sampo.lookahead.Timetable;
import dev.sampo.placement.Speed;
import java.util.Arrays;
import java.util.function.LongPredicate;

/**
 * How long the way from each task to the end of its graph is: by what its maker expects or else by what was learned of durations,
 * by the number of tasks on it where nothing is known. Large tasks go a little earlier, since gaps for them are rare. Where
 * all durations are known well, the graph is small and long at work, it looks ahead for a timetable.
 */
final class Foresight {
    private static final long SEED = 20_477;

    /** Stands for the duration of each task while none is known. */
    static final long USUAL = 1_000;
    /** A task that takes all there is goes before one that takes nothing and has so many more tasks behind it. */
    private static final double LARGER_FIRST = 3;
    /** On few nodes and while no duration is known, two thirds of that, and the rest by what is scarce. */
    private static final double LARGER_FIRST_UNKNOWN = 2;

    private static final double SCARCE_FIRST = 1;

    private final Books books;
    private final Estimates estimates;
    /** The one job that is kept to a course; only a job that has the nodes to itself is. */
    private JobPlan onCourse;

    /** Otherwise nothing is asked for and every rank is zero: first come, first served. */
    final boolean isAsked;

    /** Whether anybody minds how long tasks wait for others: a placer that lets them wait. */
    final boolean areWaitsAsked;
    /** The elements of an each are asked about one after the other. */
    private Blueprint askedGraph;

    private int askedTask;
    private long askedAt;
    private long askedMillis;

    Foresight(Books books, Estimates estimates, boolean isAsked) {
        this.books = books;
        this.estimates = estimates;
        this.isAsked = isAsked;
        this.areWaitsAsked = books.placer.isPatient();
    }

    /** What was foreseen has not come to pass, or somebody else wants the nodes. */
    void leaveCourse() {
        if (onCourse != null) {
            onCourse.course = null;
            if (!onCourse.ledger.options().isPlanned()) {
                onCourse.prospect = null;
            }
            onCourse = null;
        }
        books.searches.interrupted();
    }

    /** An attempt came to nothing. */
    void wentWrong(JobPlan job) {
        job.course = null;
        books.searches.wentWrong(job);
    }

    /** A timetable that was looked for outside has come. */
    void follow(JobPlan job, Prospect prospect, Timetable timetable, long since) {
        job.prospect = prospect;
        onCourse = job;
        keepTo(job, timetable, since);
    }

    private void keepTo(JobPlan job, Timetable timetable, long since) {
        job.course = job.prospect.course(timetable, since);
        for (int task = 0; task < job.ledger.size(); task++) {
            if (job.isAssigned(task) || job.ledger.state(task).isFinal()) {
                job.course.given(task);
            }
        }
        job.ranks.put(job.ledger.blueprint(), ranks(timetable));
        rankLines(job);
    }

    /** The job that is kept to a course of which all has come as foreseen so far; null when there is none. */
    JobPlan asForeseen() {
        boolean isSo = onCourse != null
                && onCourse.course != null
                && onCourse.settled
                && !onCourse.isFromEarlierTerm()
                && onCourse.prospect.drift.isSlight()
                && books.isActive(onCourse);
        return isSo ? onCourse : null;
    }

    /** Whether a course is kept to of which nothing runs. */
    boolean isInVain() {
        return onCourse != null && onCourse.course != null && onCourse.assigned == 0;
    }

    /** Where durations are far from what was foreseen, a course is left, and what waits is ranked by what they are worth. */
    void ran(JobPlan job, int task, long micros) {
        books.searches.ran(job);
        Prospect prospect = job.prospect;
        if (prospect == null) {
            return;
        }
        prospect.isOutdated |= prospect.drift.isOff(task, micros);
        if (prospect.drift.ended(task, micros)) {
            job.course = null;
            onCourse = null;
            books.searches.hasDrifted(job);
            job.ranks.remove(job.ledger.blueprint());
            rankLines(job);
        }
    }

    void given(JobPlan job, int task) {
        if (job.prospect != null) {
            job.prospect.given(task, books.now);
        }
    }

    /** Before tasks are given out: where there is time for it, what remains of a course is looked at again. */
    void lookAgain() {
        JobPlan job = onCourse;
        boolean isOutdated = job != null && job.course != null && job.prospect.isOutdated && books.isActive(job);
        if (!isOutdated || job.ledger.options().isPlanned()) {
            return;
        }
        Prospect prospect = job.prospect;
        prospect.isOutdated = false;
        LongPredicate goesOn = estimates.lookAgain(prospect.whole().size()).orElse(null);
        if (goesOn == null || !prospect.knowsWhereAllRun(job)) {
            return;
        }
        Prospect.Rest rest = prospect.rest(job, books.now);
        Timetable found = rest.inWhole(
                Lookahead.search(rest.project(), SEED, goesOn), prospect.whole().size());
        keepTo(job, found, books.now);
    }

    private static long[] ranks(Timetable timetable) {
        return Arrays.stream(timetable.start())
                .map(start -> timetable.makespan() - start)
                .toArray();
    }

    private void rankLines(JobPlan job) {
        for (Waiting waiting : job.waitingOf(job.ledger.blueprint(), books.lines)) {
            waiting.rankAnew(task -> rank(job, task));
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
        Known lengths = known(graph);
        long[] micros = lengths.micros();
        boolean hasDrifted = job.prospect != null && job.prospect.drift.isLarge();
        boolean isWhole = job.ledger.size() == micros.length && graph == job.ledger.blueprint();
        if (job.ledger.options().isPlanned()) {
            books.searches.ask(job);
        } else if (!hasDrifted && lengths.areAllKnown() && lengths.isCertain() && isWhole) {
            Timetable timetable = lookAhead(job, graph, micros);
            if (timetable != null) {
                return ranks(timetable);
            }
        }
        long usual = lengths.count() == 0 ? USUAL : Math.max(1, lengths.sum() / lengths.count());
        if (hasDrifted) {
            double trust = job.prospect.drift.trust();
            Arrays.setAll(
                    micros, task -> micros[task] < 0 ? micros[task] : usual + (long) (trust * (micros[task] - usual)));
        }
        long[] ranks = tails(graph, micros, usual, true, likelyMoves(graph));
        Waiting[] waiting = job.waitingOf(graph, books.lines);
        boolean isUnknown = lengths.count() == 0 && books.nodes.size() <= Estimates.NODES_MAX;
        double[] scarce = isUnknown ? Scarcity.of(graph, books.nodes.values()) : null;
        for (int task = 0; task < ranks.length; task++) {
            int options = graph.optionIndex(task);
            double share = books.lines.share(waiting[options].line(), books);
            double larger =
                    isUnknown ? LARGER_FIRST_UNKNOWN * share + SCARCE_FIRST * scarce[options] : LARGER_FIRST * share;
            ranks[task] += (long) (usual * larger);
        }
        return ranks;
    }

    /**
     * How long the tasks of a graph run.
     *
     * @param micros by task; negative for those of which nothing is known
     * @param isCertain whether what was learned was much the same each time
     */
    record Known(long[] micros, int count, long sum, boolean isCertain) {
        boolean areAllKnown() {
            return count == micros.length;
        }
    }

    Known known(Blueprint graph) {
        long[] micros = new long[graph.size()];
        long sum = 0;
        int known = 0;
        boolean isCertain = true;
        for (int task = 0; task < micros.length; task++) {
            micros[task] = told(graph, task);
            if (micros[task] < 0) {
                Samples runs = books.hearsay.runs(graph, task);
                if (runs != null) {
                    micros[task] = runs.median();
                    isCertain &= runs.isSteady(Drift.margin(micros[task]));
                }
            }
            if (micros[task] >= 0) {
                sum += micros[task];
                known++;
            }
        }
        return new Known(micros, known, sum, isCertain);
    }

    /** How long the task will probably run on that node, for those who want to know how long others wait for it: 0 where nobody knows, or nobody asks. */
    long millis(JobPlan job, int task, NodeView view) {
        if (!areWaitsAsked) {
            return 0;
        }
        Stretch stretch = job.ledger.stretchOf(task);
        Blueprint graph = stretch.blueprint();
        int local = stretch.blueprintTask(task);
        if (graph != askedGraph || local != askedTask || books.now != askedAt) {
            askedGraph = graph;
            askedTask = local;
            askedAt = books.now;
            long micros = told(graph, local);
            Samples runs = micros < 0 ? books.hearsay.runs(graph, local) : null;
            askedMillis = Math.max(0, (runs == null ? micros : runs.median()) + 999) / 1_000;
        }
        return (long) Math.ceil(askedMillis / Speed.of(view.labels));
    }

    /** What somebody says of this task, or {@link Estimates#UNKNOWN}. */
    private long told(Blueprint graph, int task) {
        long estimate = estimates.micros(graph, task);
        return estimate < 0 && graph.expectedMicros(task) > 0 ? graph.expectedMicros(task) : estimate;
    }

    /** Longest path from each task to the end; where a duration is unknown, the usual one. */
    static long[] tails(Blueprint graph, long[] micros, long usual) {
        return tails(graph, micros, usual, true, LikelyMoves.NONE);
    }

    /** The same where what is unknown takes no time, and no stand-in is called but where the way begins. */
    static long[] tailsAtLeast(Blueprint graph, long[] micros) {
        return tails(graph, micros, 0, false, LikelyMoves.NONE);
    }

    private LikelyMoves likelyMoves(Blueprint graph) {
        return books.nodes.size() < 2
                ? LikelyMoves.NONE
                : LikelyMoves.of(graph, books.hearsay, books.settings.bytesPerSecond());
    }

    private static long[] tails(
            Blueprint graph, long[] micros, long usual, boolean areStandInsCalled, LikelyMoves moves) {
        long[] tails = new long[micros.length];
        for (int task = tails.length - 1; task >= 0; task--) {
            for (int i = 0; i < graph.successorCount(task); i++) {
                int next = graph.successor(task, i);
                if (areStandInsCalled || graph.standsInFor(next) == Blueprint.NO_TASK) {
                    tails[task] = Math.max(tails[task], tails[next]);
                }
            }
            int main = graph.standsInFor(task);
            if (main != Blueprint.NO_TASK) {
                tails[task] = tails[main] - length(micros, main, usual); // What waits for that one waits for it then.
            }
            tails[task] += length(micros, task, usual);
            moves.lengthen(task, tails);
        }
        return tails;
    }

    private static long length(long[] micros, int task, long usual) {
        return micros[task] < 0 ? usual : micros[task];
    }

    /** Null where there is nothing to look ahead in. */
    private Timetable lookAhead(JobPlan job, Blueprint graph, long[] micros) {
        var views = books.nodes.values().stream()
                .filter(view -> view.isWorker && !books.switches.isForcedOpen(view))
                .toList();
        boolean minds = graph.distinctOptions().stream()
                .anyMatch(options -> !options.placing().isNone());
        minds |= books.switches.isAnyHalfOpen();
        if (views.isEmpty() || minds || graph.hasStandIns() || job.isFromEarlierTerm() || hasOthers(job)) {
            return null;
        }
        long path = Arrays.stream(tails(graph, micros, USUAL)).max().orElse(0);
        LongPredicate goesOn =
                estimates.lookAhead(micros.length, views.size(), path).orElse(null);
        boolean isMadeAnew = estimates.lookAgain(micros.length).isPresent();
        Prospect prospect = goesOn == null ? null : Prospect.of(job, graph, micros, views, books, isMadeAnew);
        if (prospect == null) {
            return null;
        }
        Timetable found = Lookahead.search(prospect.whole(), SEED, goesOn);
        job.prospect = prospect;
        job.course = prospect.course(found, books.now);
        onCourse = job;
        return found;
    }

    boolean hasOthers(JobPlan job) {
        return books.jobs.values().stream().anyMatch(other -> other != job && books.isActive(other));
    }
}
