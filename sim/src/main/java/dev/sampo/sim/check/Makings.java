package dev.sampo.sim.check;

import dev.sampo.dag.Blueprint;
import dev.sampo.job.Attempt;
import dev.sampo.job.Value;
import dev.sampo.sim.body.Graphs;
import dev.sampo.sim.body.Stamp;
import dev.sampo.worker.Action;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Every value any body ever made, by its stamp, with what went into it. */
final class Makings {

    enum Kind {
        /** Every making has a stamp of its own. */
        USUAL,
        /** Of one on which nodes have to agree: whoever makes it of the same inputs makes the same. */
        COMMON,
        /** What a node made of such a task that is not to be trusted. */
        LIE
    }

    /** One value's making. */
    record Making(int stamp, Maker maker, Attempt attempt, int[] consumed, Kind kind) {
        @Override
        public String toString() {
            return "value " + stamp + " of " + attempt + " (" + maker + ")";
        }
    }

    private final List<Making> makings = new ArrayList<>();
    private final Map<String, Making> common = new HashMap<>();
    private final Set<Maker> done = new HashSet<>();
    private final Map<String, Maker> parents = new HashMap<>();

    Making add(Action.Run run) {
        if (run.blueprint().options(run.blueprintTask()).verification().isNone()) {
            return add(run, Kind.USUAL);
        }
        return common.computeIfAbsent(
                run.attempt().job() + " " + Maker.of(run) + " of " + Arrays.toString(stamps(run)),
                whoever -> add(run, Kind.COMMON));
    }

    Making lie(Action.Run run) {
        return add(run, Kind.LIE);
    }

    private Making add(Action.Run run, Kind kind) {
        var making = new Making(makings.size(), Maker.of(run), run.attempt(), stamps(run), kind);
        makings.add(making);
        done.add(making.maker());
        return making;
    }

    /** A body adds a graph to its job. */
    void grew(Action.Run run, String graph) {
        parents.put(run.attempt().job().root() + "/" + graph, Maker.of(run));
    }

    /** Who made the value; null for a stamp nobody ever gave. */
    Making of(Value value) {
        int stamp = Stamp.of(value);
        return stamp >= 0 && stamp < makings.size() ? makings.get(stamp) : null;
    }

    Making get(int stamp) {
        return makings.get(stamp);
    }

    boolean hasEnded(Maker maker) {
        return done.contains(maker);
    }

    /**
     * Whether a value of {@code maker} may pass as one of {@code wanted}: the same task, or one standing in for it.
     *
     * @param graph of the task that is wanted
     */
    boolean standsFor(Maker maker, Maker wanted, Blueprint graph) {
        Maker at = maker;
        while (at != null && !at.equals(wanted)) {
            boolean isOfGraph = at.graph().equals(graph.name());
            int main = isOfGraph ? graph.standsInFor(at.blueprintTask()) : Blueprint.NO_TASK;
            Maker parent = parents.get(at.job() + "/" + at.graph());
            at = main != Blueprint.NO_TASK
                    ? new Maker(at.job(), at.graph(), main, at.element())
                    : parent != null && isResult(at) ? parent : null;
        }
        return at != null;
    }

    private static boolean isResult(Maker maker) {
        String[] words = maker.graph().split("-");
        var graph = Graphs.grown(Integer.parseInt(words[1]), Integer.parseInt(words[3]));
        return maker.blueprintTask() == Graphs.resultOf(graph);
    }

    private static int[] stamps(Action.Run run) {
        var stamps = new ArrayList<Integer>();
        for (Action.Argument argument : run.arguments()) {
            if (argument instanceof Action.Argument.One one) {
                stamps.add(Stamp.of(one.value()));
            } else {
                ((Action.Argument.Many) argument).values().forEach(value -> stamps.add(Stamp.of(value)));
            }
        }
        int[] numbers = new int[stamps.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = stamps.get(i);
        }
        return numbers;
    }
}
