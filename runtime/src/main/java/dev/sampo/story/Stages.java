package dev.sampo.story;

import dev.sampo.job.TaskState;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tasks that are alike, taken together, so that a graph of any size can be drawn. */
final class Stages {

    /** Tasks whose names differ in nothing but the numbers at their ends, or each task by itself where there are few. */
    static final class Stage {
        final int number;
        final String name;
        final Map<TaskState, Integer> states = new EnumMap<>(TaskState.class);
        int tasks;
        int failures;
        /** How many tasks come before its first one, in the longest chain. */
        int depth = Integer.MAX_VALUE;

        long micros;
        long microsMax;
        int timed;

        Stage(int number, String name) {
            this.number = number;
            this.name = name;
        }

        int in(TaskState state) {
            return states.getOrDefault(state, 0);
        }
    }

    private static final int STAGES_MAX = 400;
    private static final int EDGES_MAX = 20_000;
    private static final String OTHER = "other tasks";

    private final Chronicle chronicle;
    private final List<Stage> all = new ArrayList<>();
    private final int[] stageOf;
    private final int[] depth;
    private final Map<Long, Integer> edges = new LinkedHashMap<>();
    private int edgesLeft;

    private Stages(Chronicle chronicle) {
        this.chronicle = chronicle;
        this.stageOf = new int[chronicle.size()];
        this.depth = new int[chronicle.size()];
        Arrays.fill(depth, -1);
    }

    /** @param singlesMax of at most so many tasks each is a stage by itself */
    static Stages of(Chronicle chronicle, int singlesMax) {
        var stages = new Stages(chronicle);
        stages.gather(chronicle.size() <= singlesMax);
        stages.connect();
        stages.measure();
        return stages;
    }

    private void gather(boolean isEachByItself) {
        var byName = new HashMap<String, Stage>();
        for (int task = 0; task < stageOf.length; task++) {
            String name = chronicle.job().nameOf(task);
            Stage stage = isEachByItself ? add(name) : stage(byName, Kinds.of(name));
            stageOf[task] = stage.number;
            stage.tasks++;
            stage.failures += chronicle.job().failures(task);
            stage.states.merge(chronicle.job().state(task), 1, Integer::sum);
            stage.depth = Math.min(stage.depth, depth(task));
        }
    }

    /** Those that would be too many are one. */
    private Stage stage(Map<String, Stage> byName, String kind) {
        boolean isOther = byName.size() >= STAGES_MAX && !byName.containsKey(kind);
        return byName.computeIfAbsent(isOther ? OTHER : kind, this::add);
    }

    private Stage add(String name) {
        var stage = new Stage(all.size(), name);
        all.add(stage);
        return stage;
    }

    /** However long the chain is. */
    private int depth(int wanted) {
        var open = new ArrayDeque<Integer>();
        open.push(wanted);
        while (!open.isEmpty()) {
            int task = open.peek();
            int[] deepest = {-1};
            int before = open.size();
            if (depth[task] < 0) {
                chronicle.needs(task, source -> {
                    if (depth[source] < 0) {
                        open.push(source);
                    }
                    deepest[0] = Math.max(deepest[0], depth[source]);
                });
            }
            if (open.size() == before) {
                depth[task] = depth[task] < 0 ? deepest[0] + 1 : depth[task];
                open.pop();
            }
        }
        return depth[wanted];
    }

    private void connect() {
        for (int task = 0; task < stageOf.length; task++) {
            int to = stageOf[task];
            chronicle.needs(task, source -> {
                if (stageOf[source] != to) {
                    connect((long) stageOf[source] << 32 | to);
                }
            });
        }
    }

    private void connect(long edge) {
        if (edges.size() < EDGES_MAX || edges.containsKey(edge)) {
            edges.merge(edge, 1, Integer::sum);
        } else {
            edgesLeft++;
        }
    }

    private void measure() {
        for (Run run : chronicle.runs()) {
            Stage stage = all.get(stageOf[run.task()]);
            if (run.isTimed()) {
                stage.timed++;
                stage.micros += run.micros();
                stage.microsMax = Math.max(stage.microsMax, run.micros());
            }
        }
    }

    List<Stage> all() {
        return all;
    }

    Stage of(int task) {
        return all.get(stageOf[task]);
    }

    interface EdgeAction {
        void take(Stage from, Stage to, int count);
    }

    void forEachEdge(EdgeAction action) {
        edges.forEach((edge, count) -> action.take(all.get((int) (edge >> 32)), all.get(edge.intValue()), count));
    }

    /** How many dependencies of tasks are in no edge, for there were too many. */
    int edgesLeft() {
        return edgesLeft;
    }
}
