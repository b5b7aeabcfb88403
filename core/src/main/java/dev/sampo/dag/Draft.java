package dev.sampo.dag;

import dev.sampo.dag.TaskSpec.Work;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** A task of a {@link Dag} while its options can still change; its handles all write here. */
final class Draft {
    final Dag dag;
    final String name;
    private final Work work;
    private final List<String> inputs;
    private List<String> after = List.of();
    private UnaryOperator<TaskOptions> wishes;
    private Duration expected = Duration.ZERO;
    /** Of those that run on one node; null for none. */
    String group;

    Draft(Dag dag, String name, Work work, List<String> inputs) {
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

    void after(List<String> names) {
        var all = new ArrayList<>(after);
        all.addAll(names);
        after = all;
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
        return new TaskSpec(name, work, inputs, after, options, expected);
    }
}
