package dev.sampo.job;

import dev.sampo.dag.Blueprint;
import dev.sampo.dag.TaskOptions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/**
 * How long tasks have run, by kind, how large their values are, and what they turned out to need: the sum of a partition's successes, also of jobs long forgotten. In a small graph each
 * name is a kind of its own. In a large one, names that differ in the number at their end are one kind, so that the
 * first of a thousand say something of the rest. What was not submitted for the longest time is forgotten first.
 */
public final class Experience {
    static final int KINDS_MAX = 2_000;

    /** The median has changed by more than this part. */
    private static final int OTHERWISE = 8;

    /** A graph of more tasks is no longer known name by name. */
    static final int SMALL = 200;

    /**
     * What tasks of a kind needed that was not stated, as those showed that succeeded in the end.
     *
     * @param memory in bytes; 0 when none ran out of it
     * @param timedOut whether one ran past its timeout
     */
    public record Lesson(long memory, boolean timedOut) {
        public static final Lesson NONE = new Lesson(0, false);

        public Lesson and(Lesson other) {
            return new Lesson(Math.max(memory, other.memory), timedOut || other.timedOut);
        }
    }

    private static final class Known {
        private final Samples durations = new Samples();
        private final Samples sizes = new Samples();
        private Lesson lesson = Lesson.NONE;
        private int runsSinceLook;
        private long medianThen;

        /** Another run is there: whether it is worth to tell others. It is as often as their number has doubled, or they run otherwise. */
        private boolean isNews() {
            if (2 * ++runsSinceLook < durations.count()) {
                return false;
            }
            runsSinceLook = 0;
            long before = medianThen;
            medianThen = durations.median();
            return durations.count() < Samples.KEPT_MAX || Math.abs(medianThen - before) > before / OTHERWISE;
        }
    }

    private final LinkedHashMap<String, Map<String, Known>> dags = new LinkedHashMap<>();
    private int kinds;
    private long changes;

    /** Only this. */
    public static Experience of(Fact.Experienced fact) {
        var experience = new Experience();
        experience.replaceBy(fact);
        return experience;
    }

    /** A job of this name was accepted. */
    void accepted(String dag) {
        Map<String, Known> known = dags.remove(dag);
        if (known != null) {
            dags.put(dag, known);
        }
    }

    void ran(JobLedger job, int task, long micros, long bytes) {
        Stretch stretch = job.stretchOf(task);
        ran(stretch.blueprint(), stretch.blueprintTask(task), micros, bytes);
    }

    void ran(Blueprint graph, int task, long micros, long bytes) {
        Map<String, Known> known = dags.computeIfAbsent(graph.name(), name -> new HashMap<>());
        String kind = kind(graph, task);
        Known tasks = known.get(kind);
        if (tasks == null) {
            if (!makeRoom(graph.name())) {
                return;
            }
            tasks = new Known();
            known.put(kind, tasks);
            kinds++;
        }
        tasks.durations.add(micros);
        tasks.sizes.add(bytes);
        changes += tasks.isNews() ? 1 : 0;
    }

    /** Rises whenever there is something new that is worth to be told to others. */
    public long changes() {
        return changes;
    }

    /** The task succeeds: what it was given after failures was needed. */
    void learn(JobLedger job, int task) {
        Tries tries = job.tries();
        if (!tries.hasFailed(task)) {
            return;
        }
        Stretch stretch = job.stretchOf(task);
        TaskOptions options = stretch.options(task);
        Known known = known(stretch.blueprint(), stretch.blueprintTask(task));
        if (known != null) {
            // What the inputs of one task made of it says nothing of others.
            long memory = options.demand().isFixed() ? tries.memory(task) : 0;
            boolean timedOut = options.retry().escalation().movesAfterTimeout() && tries.hasTimedOut(task);
            Lesson before = known.lesson;
            known.lesson = before.and(new Lesson(memory, timedOut));
            changes += known.lesson.equals(before) ? 0 : 1;
        }
    }

    /** What tasks like this one have shown. */
    public Lesson lesson(JobLedger job, int task) {
        Stretch stretch = job.stretchOf(task);
        Known known = known(stretch.blueprint(), stretch.blueprintTask(task));
        return known == null ? Lesson.NONE : known.lesson;
    }

    private boolean makeRoom(String dag) {
        while (kinds >= KINDS_MAX) {
            Optional<String> oldest =
                    dags.keySet().stream().filter(other -> !other.equals(dag)).findFirst();
            if (oldest.isEmpty()) {
                return false;
            }
            kinds -= dags.remove(oldest.get()).size();
        }
        return true;
    }

    /** The name of a task's kind within its graph. */
    public static String kind(Blueprint graph, int task) {
        String name = graph.taskName(task);
        int end = name.length();
        while (graph.size() > SMALL && end > 0 && Character.isDigit(name.charAt(end - 1))) {
            end--;
        }
        return name.substring(0, end);
    }

    /** How long tasks like this one ran; null when nothing is known of it. */
    public Samples of(Blueprint graph, int task) {
        Known known = known(graph, task);
        return known == null ? null : known.durations;
    }

    /** How large the values of tasks like this one were, in bytes; null when nothing is known of it. */
    public Samples sizes(Blueprint graph, int task) {
        Known known = known(graph, task);
        return known == null ? null : known.sizes;
    }

    private Known known(Blueprint graph, int task) {
        Map<String, Known> known = dags.get(graph.name());
        return known == null ? null : known.get(kind(graph, task));
    }

    /** The same of a task of a job. */
    public Samples of(JobLedger job, int task) {
        Stretch stretch = job.stretchOf(task);
        return of(stretch.blueprint(), stretch.blueprintTask(task));
    }

    /** All there is to know, for a checkpoint. */
    public Fact.Experienced fact() {
        return new Fact.Experienced(kinds(Samples::all));
    }

    /** What was learned of the graphs that were submitted last, for others: the gist of it. What tasks have died of comes first. */
    public Fact.Experienced gist(int kindsMax, int charsMax) {
        List<Fact.Experienced.Kind> newest = kinds(Samples::few);
        Collections.reverse(newest);
        newest.sort(Comparator.comparing(kind -> kind.lesson().equals(Lesson.NONE)));
        int chars = 0;
        for (int i = 0; i < newest.size(); i++) {
            chars += newest.get(i).dag().length() + newest.get(i).name().length();
            if (i == kindsMax || chars > charsMax) {
                return new Fact.Experienced(List.copyOf(newest.subList(0, i)));
            }
        }
        return new Fact.Experienced(newest);
    }

    /** Of the graphs that were submitted last the last. */
    private List<Fact.Experienced.Kind> kinds(Function<Samples, long[]> samples) {
        List<Fact.Experienced.Kind> all = new ArrayList<>();
        dags.forEach((dag, known) -> known.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .forEach(kind -> all.add(new Fact.Experienced.Kind(
                        dag,
                        kind.getKey(),
                        samples.apply(kind.getValue().durations),
                        samples.apply(kind.getValue().sizes),
                        kind.getValue().lesson))));
        return all;
    }

    /** Knows this from now on, and nothing else. */
    void replaceBy(Fact.Experienced fact) {
        dags.clear();
        kinds = 0;
        for (Fact.Experienced.Kind kind : fact.kinds()) {
            var tasks = new Known();
            tasks.lesson = kind.lesson();
            for (long micros : kind.micros()) {
                tasks.durations.add(micros);
            }
            for (long bytes : kind.bytes()) {
                tasks.sizes.add(bytes);
            }
            dags.computeIfAbsent(kind.dag(), dag -> new HashMap<>()).put(kind.name(), tasks);
            kinds++;
        }
    }
}
