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

    TaskSpec spec(TaskOptions defaults) {
        // Nothing runs for a constant: of all options only keep() means something there.
        var base = work instanceof Work.Holds ? TaskOptions.DEFAULTS : defaults;
        return new TaskSpec(name, work, inputs, after, wishes == null ? base : wishes.apply(base), expected);
    }
}
