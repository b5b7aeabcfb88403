package dev.sampo.dag;

import dev.sampo.dag.TaskSpec.Work;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A task of a {@link Dag} while its options can still change; its handles all write here. */
final class Draft {
    final Dag dag;
    final String name;
    private final Work work;
    private final List<? extends AnyHandle<?>> inputs;
    private final List<AnyHandle<?>> after = new ArrayList<>();
    private Optional<String> standIn = Optional.empty();
    private UnaryOperator<TaskOptions> wishes;
    private Duration expected = Duration.ZERO;
    /** Of those that run on one node; null for none. */
    String group;

    Draft(Dag dag, String name, Work work, List<? extends AnyHandle<?>> inputs) {
        this.dag = dag;
        this.name = name;
        this.work = work;
        this.inputs = inputs;
    }

    void wish(UnaryOperator<TaskOptions> wish) {
        var earlier = wishes;
        wishes = earlier == null ? wish : options -> wish.apply(earlier.apply(options));
    }

    void expect(Duration duration) {
        expected = duration;
    }

    void after(List<? extends AnyHandle<?>> earlier) {
        after.addAll(earlier);
    }

    void standIn(String other) {
        if (standIn.isPresent() && !standIn.get().equals(other)) {
            String what = "has \"" + standIn.get() + "\" and \"" + other + "\" to stand in for it; say " + standIn.get()
                    + ".orElse(" + other + ") if the second is for when the first has failed, too";
            dag.found(Problem.Kind.BAD_SHAPE, name, what);
        }
        standIn = Optional.of(other);
    }

    /** One group from now on: what either was in. */
    void join(String name) {
        if (group != null && !group.equals(name)) {
            dag.rename(group, name);
        }
        group = name;
    }

    /** What it is one of: an each of its elements, a task of those with its name but for a number at the end. */
    String kind() {
        int end = name.length();
        while (!(work instanceof Work.Maps) && end > 0 && Character.isDigit(name.charAt(end - 1))) {
            end--;
        }
        return end == 0 ? name : name.substring(0, end);
    }

    /** The same among all Dags. */
    String kindInAll() {
        return dag.name() + "/" + kind();
    }

    TaskSpec spec(TaskOptions defaults) {
        // Nothing runs for a constant: of all options only keep() means something there.
        var base = work instanceof Work.Holds ? TaskOptions.DEFAULTS : defaults;
        var options = wishes == null ? base : wishes.apply(base);
        if (group != null) {
            options = options.placing(options.placing().together(group));
        }
        return new TaskSpec(name, work, names(inputs), names(after), options, expected, onFailure());
    }

    private OnFailure onFailure() {
        List<Need> ofInputs = needs(inputs);
        List<Need> ofAfters = needs(after);
        boolean isUsual = ofInputs.isEmpty() && ofAfters.isEmpty() && standIn.isEmpty();
        return isUsual ? OnFailure.FAILS : new OnFailure(ofInputs, ofAfters, standIn);
    }

    private static List<String> names(List<? extends AnyHandle<?>> handles) {
        return handles.isEmpty()
                ? List.of()
                : handles.stream().map(AnyHandle::name).toList();
    }

    /** Empty where all of them are needed. */
    private static List<Need> needs(List<? extends AnyHandle<?>> handles) {
        boolean areAll = handles.stream().allMatch(handle -> handle.needed() == Need.VALUE);
        return areAll
                ? List.of()
                : handles.stream().<Need>map(AnyHandle::needed).toList();
    }
}
