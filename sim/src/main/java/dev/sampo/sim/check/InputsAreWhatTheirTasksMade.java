package dev.sampo.sim.check;

import dev.sampo.dag.Blueprint;
import dev.sampo.dag.Need;
import dev.sampo.job.Value;
import dev.sampo.worker.Action;
import java.util.List;

/**
 * A body starts only after everything it depends on has ended well somewhere, and gets exactly the values those tasks
 * made, in order.
 */
final class InputsAreWhatTheirTasksMade extends Witness {
    private final Makings makings;
    /** Whether the argument that is looked at may be missing. */
    private boolean mayLack;

    InputsAreWhatTheirTasksMade(Makings makings) {
        this.makings = makings;
    }

    @Override
    void started(Start start) {
        Action.Run run = start.run();
        Blueprint graph = run.blueprint();
        int task = run.blueprintTask();
        if (run.arguments().size() != graph.inputCount(task)) {
            throw bad(run, "got " + run.arguments().size() + " of " + graph.inputCount(task) + " inputs");
        }
        for (int i = 0; i < graph.inputCount(task); i++) {
            checkArgument(run, i, run.arguments().get(i));
        }
        for (int i = 0; i < graph.afterCount(task); i++) {
            int before = graph.after(task, i);
            if (graph.kind(before) == Blueprint.Kind.TASK
                    && graph.afterNeed(task, i) == Need.VALUE
                    && !hasBeenMade(run, before)) {
                throw bad(run, "did not wait for " + graph.taskName(before));
            }
        }
        checkElement(run);
    }

    /** By the task itself, or by one that stands in for it. */
    private boolean hasBeenMade(Action.Run run, int task) {
        boolean isMade = false;
        for (int maker = task;
                maker != Blueprint.NO_TASK && !isMade;
                maker = run.blueprint().standIn(maker)) {
            isMade = makings.hasEnded(maker(run, maker, Action.Run.NO_ELEMENT));
        }
        return isMade;
    }

    private void checkArgument(Action.Run run, int position, Action.Argument argument) {
        int input = run.blueprint().input(run.blueprintTask(), position);
        mayLack = run.blueprint().need(run.blueprintTask(), position) != Need.VALUE;
        if (argument instanceof Action.Argument.One one) {
            int element = run.blueprint().kind(input) == Blueprint.Kind.EACH ? run.element() : Action.Run.NO_ELEMENT;
            checkValue(run, one.value(), maker(run, input, element));
            return;
        }
        List<Value> values = ((Action.Argument.Many) argument).values();
        for (int element = 0; element < values.size(); element++) {
            checkValue(run, values.get(element), maker(run, input, element));
        }
    }

    private void checkValue(Action.Run run, Value value, Maker wanted) {
        if (value.isAbsent() && mayLack) {
            return; // Whether it should have come is held against the journal.
        }
        var making = makings.of(value);
        if (making == null || !makings.standsFor(making.maker(), wanted, run.blueprint())) {
            throw bad(run, "got " + value + " of " + making + " for a value of " + wanted);
        }
    }

    private void checkElement(Action.Run run) {
        if (run.element() == Action.Run.NO_ELEMENT) {
            return;
        }
        Action.Argument first = run.arguments().get(0);
        int count = first instanceof Action.Argument.One one ? one.value().count() : run.element() + 1;
        if (run.element() >= count
                && run.blueprint().kind(run.blueprint().input(run.blueprintTask(), 0)) != Blueprint.Kind.EACH) {
            throw bad(run, "is element " + run.element() + " of a list of " + count);
        }
    }

    private static Maker maker(Action.Run run, int task, int element) {
        return new Maker(run.attempt().job(), run.blueprint().name(), task, element);
    }

    private Violation bad(Action.Run run, String what) {
        return violated(run.attempt().job(), run.attempt().task(), run.attempt() + " " + what);
    }
}
