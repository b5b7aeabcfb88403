package dev.sampo.dag;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Who reads from, comes after and is stood in for by whom, by number, as compressed rows; may hold cycles. */
record Wiring(int[] inputRows, int[] inputs, int[] afterRows, int[] afters, int[] standIns) {

    /** Turns names into numbers; each name that is not there becomes a problem and no edge. */
    static Wiring of(List<TaskSpec> tasks, Map<String, Integer> numbers, Problems problems) {
        var inputs = new Resolver("reads from", tasks.size(), numbers, problems);
        var afters = new Resolver("comes after", tasks.size(), numbers, problems);
        int[] standIns = new int[tasks.size()];
        Arrays.fill(standIns, Lenience.NONE);
        for (int i = 0; i < tasks.size(); i++) {
            TaskSpec task = tasks.get(i);
            inputs.add(i, task.name(), task.inputs());
            afters.add(i, task.name(), task.after());
            if (task.onFailure().standIn().isPresent()) {
                standIns[i] = standIn(task.name(), task.onFailure().standIn().get(), numbers, problems);
            }
        }
        return new Wiring(inputs.rows, inputs.targets(), afters.rows, afters.targets(), standIns);
    }

    private static int standIn(String task, String name, Map<String, Integer> numbers, Problems problems) {
        Integer number = numbers.get(name);
        if (number == null) {
            String what = "has \"" + name + "\" to stand in for it, which is not in this Dag; add it or mend the name";
            problems.add(Problem.Kind.MISSING_TASK, task, what);
        }
        return number == null ? Lenience.NONE : number;
    }

    int size() {
        return inputRows.length - 1;
    }

    int inputCount(int task) {
        return inputRows[task + 1] - inputRows[task];
    }

    int afterCount(int task) {
        return afterRows[task + 1] - afterRows[task];
    }

    int edgeCount(int task) {
        return inputCount(task) + afterCount(task) + (standIns[task] == Lenience.NONE ? 0 : 1);
    }

    /** The tasks that what becomes of a task depends on: its inputs, those it merely comes after, and its stand-in. */
    int edge(int task, int position) {
        int inputCount = inputCount(task);
        if (position < inputCount) {
            return inputs[inputRows[task] + position];
        }
        int after = position - inputCount;
        return after < afterCount(task) ? afters[afterRows[task] + after] : standIns[task];
    }

    /** The same edges when task {@code order[n]} is called n. */
    Wiring renumbered(int[] order) {
        int[] numbers = new int[order.length];
        for (int i = 0; i < order.length; i++) {
            numbers[order[i]] = i;
        }
        var inputs = renumber(order, numbers, inputRows, this.inputs);
        var afters = renumber(order, numbers, afterRows, this.afters);
        int[] standIns = new int[order.length];
        for (int i = 0; i < order.length; i++) {
            int standIn = this.standIns[order[i]];
            standIns[i] = standIn == Lenience.NONE ? Lenience.NONE : numbers[standIn];
        }
        return new Wiring(inputs.rows(), inputs.targets(), afters.rows(), afters.targets(), standIns);
    }

    private static Rows renumber(int[] order, int[] numbers, int[] rows, int[] targets) {
        int[] newRows = new int[rows.length];
        int[] newTargets = new int[targets.length];
        int end = 0;
        for (int i = 0; i < order.length; i++) {
            for (int j = rows[order[i]]; j < rows[order[i] + 1]; j++) {
                newTargets[end++] = numbers[targets[j]];
            }
            newRows[i + 1] = end;
        }
        return new Rows(newRows, newTargets);
    }

    /** Fills one kind of edges row by row. */
    private static final class Resolver {
        private final String relation;
        private final int[] rows;
        private final Map<String, Integer> numbers;
        private final Problems problems;
        private int[] targets;
        private int end;

        Resolver(String relation, int size, Map<String, Integer> numbers, Problems problems) {
            this.relation = relation;
            this.rows = new int[size + 1];
            this.numbers = numbers;
            this.problems = problems;
            this.targets = new int[size];
        }

        void add(int task, String name, List<String> sources) {
            if (end + sources.size() > targets.length) {
                targets = Arrays.copyOf(targets, Math.max(end + sources.size(), targets.length * 2));
            }
            for (String source : sources) {
                Integer number = numbers.get(source);
                if (number == null) {
                    problems.add(
                            Problem.Kind.MISSING_TASK,
                            name,
                            relation + " \"" + source + "\", which is not in this Dag; add it or mend the name");
                } else {
                    targets[end++] = number;
                }
            }
            rows[task + 1] = end;
        }

        int[] targets() {
            return Arrays.copyOf(targets, end);
        }
    }
}
