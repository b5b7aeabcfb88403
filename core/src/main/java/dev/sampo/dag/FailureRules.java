package dev.sampo.dag;

import static dev.sampo.dag.Problem.Kind.BAD_SHAPE;

import dev.sampo.dag.TaskSpec.Work;
import java.util.Arrays;
import java.util.List;

/** What is wrong with what tasks make of failures: of those they read, and of their own. */
final class FailureRules {
    private final List<TaskSpec> tasks;
    private final Wiring wiring;
    private final Problems problems;
    /** By task: the first that it stands in for. */
    private final int[] mains;

    private FailureRules(List<TaskSpec> tasks, Wiring wiring, Problems problems) {
        this.tasks = tasks;
        this.wiring = wiring;
        this.problems = problems;
        this.mains = new int[tasks.size()];
        Arrays.fill(mains, Lenience.NONE);
    }

    static void check(List<TaskSpec> tasks, Wiring wiring, Problems problems) {
        var rules = new FailureRules(tasks, wiring, problems);
        boolean anyStandIn = false;
        for (int task = 0; task < tasks.size(); task++) {
            boolean says = tasks.get(task).onFailure() != OnFailure.FAILS;
            if (says && tasks.get(task).inputs().size() == wiring.inputCount(task)) {
                rules.checkInputs(task);
            }
            if (wiring.standIns()[task] != Lenience.NONE) {
                anyStandIn = true;
                rules.checkStandIn(task, wiring.standIns()[task]);
            }
        }
        for (int task = 0; anyStandIn && task < tasks.size(); task++) {
            rules.checkReads(task);
        }
    }

    private void checkInputs(int task) {
        OnFailure said = tasks.get(task).onFailure();
        for (int i = 0; i < wiring.inputCount(task); i++) {
            TaskSpec input = tasks.get(wiring.edge(task, i));
            if (said.input(i) == Need.ELEMENTS && !(input.work() instanceof Work.Maps)) {
                add(task, "reads elements of \"" + input.name() + "\", which is no each; say optional() to it");
            }
            if (said.input(i) == Need.OPTIONAL && i == 0 && tasks.get(task).work() instanceof Work.Maps) {
                add(task, "maps over \"" + input.name() + "\", which is optional; give that a value with orElse(..)");
            }
        }
    }

    private void checkStandIn(int main, int standIn) {
        String name = "\"" + tasks.get(standIn).name() + "\"";
        Work work = tasks.get(standIn).work();
        if (!(tasks.get(main).work() instanceof Work.Runs)) {
            boolean isEach = tasks.get(main).work() instanceof Work.Maps;
            String remedy =
                    isEach ? "an each; take its elements as optional()" : "a constant, which never fails; leave it out";
            add(main, "has " + name + " to stand in for it, and is " + remedy);
        }
        if (work instanceof Work.Maps) {
            add(main, "has " + name + " to stand in for it, which is an each; gather it in a task, and name that");
        } else if (work instanceof Work.Runs) {
            if (mains[standIn] != Lenience.NONE) {
                add(
                        standIn,
                        "stands in for \"" + tasks.get(mains[standIn]).name() + "\" and for \""
                                + tasks.get(main).name() + "\"; give each a task of its own, or make it a constant");
            }
            mains[standIn] = main;
            String gang = tasks.get(standIn).options().placing().gang();
            if (!gang.isEmpty()) {
                add(
                        standIn,
                        "is of the gang \"" + gang + "\" and stands in for \""
                                + tasks.get(main).name()
                                + "\", so that the gang would wait for that to fail; leave it out of the gang");
            }
        }
    }

    /** What may never run is no input: those who read the task it stands in for get its value. */
    private void checkReads(int task) {
        for (int i = 0; i < wiring.inputCount(task) + wiring.afterCount(task); i++) {
            int source = wiring.edge(task, i);
            if (mains[source] != Lenience.NONE) {
                String main = tasks.get(mains[source]).name();
                add(
                        task,
                        (i < wiring.inputCount(task) ? "reads from \"" : "comes after \"")
                                + tasks.get(source).name() + "\", which runs only if \"" + main + "\" fails; name \""
                                + main + "\", which has its value then");
            }
        }
    }

    private void add(int task, String what) {
        problems.add(BAD_SHAPE, tasks.get(task).name(), what);
    }
}
