package dev.sampo.dag;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * A task as it was written down: the one model of typed Dags and of graphs that come from files or from afar. Nothing is
 * checked here beyond null: missing names and cycles are possible and are reported when the {@link DagSpec} is compiled.
 *
 * @param inputs names of the tasks whose values the body gets, in the order of its arguments
 * @param after names of tasks that must have succeeded before, without their values
 * @param expected how long it is likely to run; zero when nothing is said
 * @param onFailure what it makes of failures
 */
public record TaskSpec(
        String name,
        Work work,
        List<String> inputs,
        List<String> after,
        TaskOptions options,
        Duration expected,
        OnFailure onFailure) {

    /** What a task does. */
    public sealed interface Work {

        /** Runs its body once. */
        record Runs(Body body) implements Work {
            public Runs {
                Objects.requireNonNull(body, "the body of a task is null");
            }
        }

        /** Runs its body once per element of its first input. */
        record Maps(Body body) implements Work {
            public Maps {
                Objects.requireNonNull(body, "the body of an each is null");
            }
        }

        /** Has its value from the start. */
        record Holds(Object value) implements Work {
            public Holds {
                Objects.requireNonNull(value, "the value of a constant is null");
            }
        }
    }

    public TaskSpec {
        Objects.requireNonNull(name, "the name of a task is null");
        Objects.requireNonNull(work, "the work of a task is null");
        Objects.requireNonNull(options, "the options of a task are null");
        Objects.requireNonNull(expected, "the expected duration of a task is null");
        Objects.requireNonNull(onFailure, "what a task makes of failures is null");
        inputs = List.copyOf(inputs);
        after = List.copyOf(after);
        checkCount(name, "inputs", onFailure.inputs(), inputs);
        checkCount(name, "tasks before it", onFailure.afters(), after);
    }

    private static void checkCount(String name, String what, List<Need> needs, List<String> of) {
        if (!needs.isEmpty() && needs.size() != of.size()) {
            throw new IllegalArgumentException("\"" + name + "\" says of " + needs.size() + " " + what
                    + " how it needs them, and has " + of.size());
        }
    }

    public TaskSpec(String name, Work work, List<String> inputs, List<String> after, TaskOptions options) {
        this(name, work, inputs, after, options, Duration.ZERO);
    }

    public TaskSpec(
            String name, Work work, List<String> inputs, List<String> after, TaskOptions options, Duration expected) {
        this(name, work, inputs, after, options, expected, OnFailure.FAILS);
    }
}
