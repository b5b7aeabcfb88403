package dev.sampo.story;

import dev.sampo.job.TaskState;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The groups of a job's graph with how many of their tasks are in which state, and how long they ran. */
final class Stages {

    /** One group. */
    static final class Stage {
        final int number;
        final String name;
        /** How many tasks come before its first one, in the longest chain. */
        final int depth;

        final Map<TaskState, Integer> states = new EnumMap<>(TaskState.class);
        int tasks;
        int failures;
        long micros;
        long microsMax;
        int timed;

        Stage(int number, String name, int depth) {
            this.number = number;
            this.name = name;
            this.depth = depth;
        }

        int in(TaskState state) {
            return states.getOrDefault(state, 0);
        }
    }

    interface EdgeAction {
        void take(Stage from, Stage to, int count);
    }

    private static final int STAGES_MAX = 400;
    private static final int EDGES_MAX = 20_000;

    private final Groups groups;
    private final List<Stage> all = new ArrayList<>();

    private Stages(Groups groups) {
        this.groups = groups;
        for (int group = 0; group < groups.count(); group++) {
            all.add(new Stage(group, groups.name(group), groups.depth(group)));
        }
    }

    /** @param singlesMax of at most so many tasks each is a stage by itself */
    static Stages of(Chronicle chronicle, int singlesMax) {
        var stages = new Stages(chronicle.groups(new Groups.Bounds(singlesMax, STAGES_MAX, EDGES_MAX)));
        stages.count(chronicle);
        stages.measure(chronicle);
        return stages;
    }

    private void count(Chronicle chronicle) {
        for (int task = 0; task < chronicle.size(); task++) {
            if (groups.groupOf(task) != Groups.NONE) {
                Stage stage = of(task);
                stage.tasks++;
                stage.failures += chronicle.job().failures(task);
                stage.states.merge(chronicle.job().state(task), 1, Integer::sum);
            }
        }
    }

    private void measure(Chronicle chronicle) {
        for (Run run : chronicle.runs()) {
            if (run.isTimed() && groups.groupOf(run.task()) != Groups.NONE) {
                Stage stage = of(run.task());
                stage.timed++;
                stage.micros += run.micros();
                stage.microsMax = Math.max(stage.microsMax, run.micros());
            }
        }
    }

    /** Constants are in none: they are no work. */
    List<Stage> all() {
        return all;
    }

    /** Of a task that has run. */
    Stage of(int task) {
        return all.get(groups.groupOf(task));
    }

    void forEachEdge(EdgeAction action) {
        groups.edges().forEach(edge -> action.take(all.get(edge.from()), all.get(edge.to()), edge.count()));
    }

    /** How many edges there are besides those. */
    int edgesLeft() {
        return groups.edgesLeftOut();
    }
}
