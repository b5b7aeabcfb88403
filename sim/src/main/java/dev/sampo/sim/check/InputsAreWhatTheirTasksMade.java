package dev.sampo.sim.check;

import dev.sampo.dag.Blueprint;
import dev.sampo.job.Value;
import dev.sampo.worker.Action;
import java.util.List;

/**
 * A body starts only after everything it depends on has ended well somewhere, and gets exactly the values those tasks
 * made, in order.
 */
final class InputsAreWhatTheirTasksMade extends Witness {
    private final Makings makings;

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
            checkArgument(run, graph.input(task, i), run.arguments().get(i));
        }
        for (int i = 0; i < graph.afterCount(task); i++) {
            int before = graph.after(task, i);
            if (graph.kind(before) == Blueprint.Kind.TASK
                    && !makings.hasEnded(maker(run, before, Action.Run.NO_ELEMENT))) {
                throw bad(run, "did not wait for " + graph.taskName(before));
            }
        }
        checkElement(run);
    }

    private void checkArgument(Action.Run run, int input, Action.Argument argument) {
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
        var making = makings.of(value);
        if (making == null || !makings.standsFor(making.maker(), wanted)) {
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
