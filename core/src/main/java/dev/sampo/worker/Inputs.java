package dev.sampo.worker;

import dev.sampo.dag.Blueprint;
import dev.sampo.job.Grounds;
import dev.sampo.job.Stretch;
import dev.sampo.job.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.IntPredicate;

/** The inputs of one task as the node resolves them: single values, all elements of an each, or one element of a list. */
final class Inputs {
    static final int NONE = -1;

    private final JobHere job;
    private final Stretch stretch;
    private final Blueprint graph;
    private final int task;
    private final int local;

    Inputs(JobHere job, Stretch stretch, int task) {
        this.job = job;
        this.stretch = stretch;
        this.graph = stretch.blueprint();
        this.task = task;
        this.local = stretch.blueprintTask(task);
    }

    /** Every task whose own value is needed; constants come with the blueprint. */
    void forEach(IntConsumer action) {
        for (int position = 0; position < graph.inputCount(local); position++) {
            int source = source(position);
            Integer firstElement = job.firstElement(source);
            if (isConstant(position)) {
                continue;
            }
            if (firstElement == null) {
                action.accept(source);
            } else if (takesOneElement(position)) {
                action.accept(firstElement + (task - stretch.first()));
            } else {
                for (int i = 0; i < job.elementCount(source); i++) {
                    action.accept(firstElement + i);
                }
            }
        }
    }

    /** One that is so; {@link #NONE} when none is. */
    int any(IntPredicate isSo) {
        int[] found = {NONE};
        forEach(input -> found[0] = isSo.test(input) ? input : found[0]);
        return found[0];
    }

    /** Names the values that are here, by who made them. */
    long grounds() {
        long[] sum = {Grounds.NONE};
        int[] position = {0};
        forEach(input -> sum[0] += Grounds.of(position[0]++, job.maker(input)));
        return sum[0];
    }

    /** Which element of the first argument's list the body gets; when the elements are tasks, the argument is it already. */
    int element() {
        boolean sliced = !stretch.isWhole() && job.firstElement(source(0)) == null;
        return sliced ? task - stretch.first() : Action.Run.NO_ELEMENT;
    }

    List<Action.Argument> arguments() {
        var arguments = new ArrayList<Action.Argument>(graph.inputCount(local));
        for (int position = 0; position < graph.inputCount(local); position++) {
            arguments.add(argument(position));
        }
        return arguments;
    }

    private Action.Argument argument(int position) {
        int source = source(position);
        Integer firstElement = job.firstElement(source);
        if (isConstant(position)) {
            int constant = graph.input(local, position);
            return new Action.Argument.One(
                    new Value.Inline(graph.payload(constant), graph.constantCount(constant)), source);
        }
        if (firstElement == null) {
            return new Action.Argument.One(job.value(source), source);
        }
        if (takesOneElement(position)) {
            int element = firstElement + (task - stretch.first());
            return new Action.Argument.One(job.value(element), element);
        }
        var values = new ArrayList<Value>();
        for (int i = 0; i < job.elementCount(source); i++) {
            values.add(job.value(firstElement + i));
        }
        return new Action.Argument.Many(values, firstElement);
    }

    private boolean takesOneElement(int position) {
        return position == 0 && !stretch.isWhole();
    }

    private boolean isConstant(int position) {
        return graph.kind(graph.input(local, position)) == Blueprint.Kind.CONSTANT;
    }

    private int source(int position) {
        return stretch.base() + graph.input(local, position);
    }
}
