package dev.sampo.dag;

import static dev.sampo.dag.Problem.Kind.BAD_AMOUNT;
import static dev.sampo.dag.Problem.Kind.BAD_NAME;
import static dev.sampo.dag.Problem.Kind.BAD_SHAPE;
import static dev.sampo.dag.Problem.Kind.CYCLE;
import static dev.sampo.dag.Problem.Kind.DUPLICATE_NAME;
import static dev.sampo.dag.Problem.Kind.EMPTY;
import static dev.sampo.dag.Problem.Kind.TOO_LARGE;

import dev.sampo.dag.Blueprint.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedSet;

/**
 * Turns a Dag in names into a Blueprint in numbers, or tells everything that is wrong with it. Linear in tasks and edges,
 * and deterministic: the same Dag gives the same bytes in every JVM.
 */
final class Compiler {
    private final DagSpec dag;
    private final List<TaskSpec> tasks;
    private final Problems problems;
    private final Payloads payloads;
    private final Optional<Digest> jar;

    private Compiler(DagSpec dag, Problems problems, BodyEncoder encoder) {
        this.dag = dag;
        this.tasks = dag.tasks();
        this.problems = problems;
        this.payloads = new Payloads(encoder, problems);
        this.jar = encoder.jar();
    }

    /** @param found what the builder of the Dag noticed already */
    static Blueprint compile(DagSpec dag, List<Problem> found, BodyEncoder encoder) {
        Objects.requireNonNull(encoder, "the encoder is null");
        var problems = new Problems(dag.name());
        found.forEach(problems::add);
        return new Compiler(dag, problems, encoder).compile();
    }

    private Blueprint compile() {
        checkSize();
        var numbers = number();
        var options = checkOptions();
        var wiring = Wiring.of(tasks, numbers, problems);
        checkShapes(wiring);
        FailureRules.check(tasks, wiring, problems);
        NearRules.check(tasks, numbers, wiring, problems);
        Optional<int[]> order = TopologicalOrder.of(wiring);
        if (order.isPresent()) {
            GangRules.check(tasks, wiring, problems);
        } else {
            Cycles.in(wiring, task -> tasks.get(task).name())
                    .forEach(cycle ->
                            problems.add(CYCLE, tasks.get(cycle.first()).name(), cycle.sentence()));
        }
        var allowed = payloads.allowed(dag);
        int[] payloadIndex = encode(allowed, wiring, order.orElseGet(this::asAdded));
        problems.throwIfAny();
        return assemble(List.copyOf(allowed), wiring.renumbered(order.get()), order.get(), options, payloadIndex);
    }

    /** Throws at once: nothing else is worth saying about a Dag of no or of too many tasks or edges. */
    private void checkSize() {
        if (tasks.isEmpty()) {
            problems.add(EMPTY, dag.name(), "has no tasks; add one with dag.task(..)");
        }
        if (tasks.size() > Blueprint.TASKS_MAX) {
            problems.add(
                    TOO_LARGE,
                    dag.name(),
                    "has " + tasks.size() + " tasks, at most " + Blueprint.TASKS_MAX
                            + " are allowed; split it or let tasks work on larger pieces");
        }
        long edges = 0;
        for (TaskSpec task : tasks) {
            edges += task.inputs().size() + task.after().size();
        }
        if (edges > Blueprint.BYTES_MAX) {
            problems.add(
                    TOO_LARGE,
                    dag.name(),
                    "has " + edges + " edges, at most " + Blueprint.BYTES_MAX
                            + " are allowed; gather once and let the readers share the result");
        }
        if (tasks.isEmpty() || tasks.size() > Blueprint.TASKS_MAX || edges > Blueprint.BYTES_MAX) {
            problems.throwIfAny();
        }
    }

    private Map<String, Integer> number() {
        if (!TaskName.isValid(dag.name())) {
            problems.add(BAD_NAME, dag.name(), TaskName.complaint(dag.name()));
        }
        Map<String, Integer> numbers = new HashMap<>(tasks.size() * 2);
        Map<String, Integer> repeated = new HashMap<>();
        for (int i = 0; i < tasks.size(); i++) {
            String name = tasks.get(i).name();
            if (!TaskName.isValid(name)) {
                problems.add(BAD_NAME, name, TaskName.complaint(name));
            }
            if (numbers.putIfAbsent(name, i) != null && repeated.put(name, i) == null) {
                problems.add(DUPLICATE_NAME, name, "is the name of more than one task; give each its own");
            }
        }
        return numbers;
    }

    private DistinctOptions checkOptions() {
        var options = new DistinctOptions(tasks);
        for (int i = 0; i < options.distinct.size(); i++) {
            String first = tasks.get(options.firstTasks.get(i)).name();
            int others = options.counts[i] - 1;
            String more = others > 0 ? " (also said to " + others + " more tasks)" : "";
            for (String complaint : OptionRules.complaints(options.distinct.get(i))) {
                problems.add(BAD_AMOUNT, first, complaint + more);
            }
        }
        return options;
    }

    private void checkShapes(Wiring wiring) {
        for (int i = 0; i < tasks.size(); i++) {
            TaskSpec task = tasks.get(i);
            Kind kind = kindOf(task);
            if (!OptionRules.isExpected(task.expected())) {
                problems.add(BAD_AMOUNT, task.name(), OptionRules.expectedComplaint(task.expected()));
            }
            if (kind == Kind.CONSTANT && wiring.inputCount(i) + wiring.afterCount(i) > 0) {
                problems.add(BAD_SHAPE, task.name(), "is a constant and cannot wait for tasks; make it a task");
            }
            if (kind == Kind.EACH && task.inputs().isEmpty()) {
                problems.add(BAD_SHAPE, task.name(), "is an each without an input to map over; give it one");
            }
            if (kind != Kind.EACH && LimitKey.hasElement(task.options().limit().key())) {
                problems.add(
                        BAD_SHAPE,
                        task.name(),
                        "has ${each} in the key of its limit, and is no each; it stands for an element of one");
            }
        }
    }

    private int[] encode(SortedSet<String> allowed, Wiring wiring, int[] order) {
        boolean[] mappedOver = new boolean[tasks.size()];
        for (int i = 0; i < tasks.size(); i++) {
            if (kindOf(tasks.get(i)) == Kind.EACH && wiring.inputCount(i) > 0) {
                mappedOver[wiring.edge(i, 0)] = true;
            }
        }
        for (int i = order.length - 1; i >= 0; i--) { // A task before those it stands in for.
            int standIn = wiring.standIns()[order[i]];
            if (standIn != Lenience.NONE) {
                mappedOver[standIn] |= mappedOver[order[i]];
            }
        }
        int[] indexes = new int[order.length];
        for (int i = 0; i < order.length && payloads.size() <= Blueprint.BYTES_MAX; i++) {
            indexes[i] = payloads.encode(tasks.get(order[i]), allowed, mappedOver[order[i]]);
        }
        if (payloads.size() > Blueprint.BYTES_MAX) {
            problems.add(TOO_LARGE, dag.name(), tooManyBytes("at least " + payloads.size()));
        }
        return indexes;
    }

    private int[] asAdded() {
        int[] order = new int[tasks.size()];
        for (int i = 0; i < order.length; i++) {
            order[i] = i;
        }
        return order;
    }

    private Blueprint assemble(
            List<String> allowed, Wiring wiring, int[] order, DistinctOptions options, int[] payloadIndex) {
        List<String> names = new ArrayList<>(order.length);
        byte[] kinds = new byte[order.length];
        int[] optionIndex = new int[order.length];
        long[] expected = new long[order.length];
        var lenience = new Lenience.Builder();
        for (int i = 0; i < order.length; i++) {
            TaskSpec task = tasks.get(order[i]);
            note(task.onFailure(), wiring, i, lenience);
            names.add(task.name());
            kinds[i] = (byte) kindOf(task).ordinal();
            optionIndex[i] = options.indexes[order[i]];
            expected[i] = Expectations.micros(task.expected());
        }
        var blueprint = new Blueprint(
                dag.name(),
                allowed,
                jar,
                Names.of(names),
                kinds,
                wiring.inputRows(),
                wiring.inputs(),
                wiring.afterRows(),
                wiring.afters(),
                optionIndex,
                options.distinct.stream().map(TaskOptions::whereLimited).toList(),
                payloadIndex,
                payloads.distinct(),
                Expectations.of(expected),
                lenience.build());
        if (blueprint.bytes().length > Blueprint.BYTES_MAX) {
            problems.add(TOO_LARGE, dag.name(), tooManyBytes(Integer.toString(blueprint.bytes().length)));
        }
        problems.throwIfAny();
        return blueprint;
    }

    private static void note(OnFailure said, Wiring wiring, int task, Lenience.Builder lenience) {
        for (int i = 0; i < wiring.inputCount(task); i++) {
            lenience.input(said.input(i));
        }
        for (int i = 0; i < wiring.afterCount(task); i++) {
            lenience.after(said.after(i));
        }
        if (wiring.standIns()[task] != Lenience.NONE) {
            lenience.standIn(task, wiring.standIns()[task]);
        }
    }

    private static String tooManyBytes(String size) {
        return "takes " + size + " bytes, at most " + Blueprint.BYTES_MAX
                + " are allowed; let tasks load large values themselves";
    }

    private static Kind kindOf(TaskSpec task) {
        if (task.work() instanceof TaskSpec.Work.Runs) {
            return Kind.TASK;
        }
        return task.work() instanceof TaskSpec.Work.Maps ? Kind.EACH : Kind.CONSTANT;
    }

    /** Numbers equal options equally; neighbours often share one object, which saves most look-ups. */
    private static final class DistinctOptions {
        private final List<TaskOptions> distinct = new ArrayList<>();
        private final List<Integer> firstTasks = new ArrayList<>();
        private final int[] indexes;
        private final int[] counts;

        DistinctOptions(List<TaskSpec> tasks) {
            indexes = new int[tasks.size()];
            counts = new int[tasks.size()];
            Map<TaskOptions, Integer> known = new HashMap<>();
            for (int i = 0; i < indexes.length; i++) {
                TaskOptions options = tasks.get(i).options();
                boolean same = i > 0 && options == tasks.get(i - 1).options();
                indexes[i] = same ? indexes[i - 1] : known.computeIfAbsent(options, added -> distinct.size());
                if (indexes[i] == distinct.size()) {
                    distinct.add(options);
                    firstTasks.add(i);
                }
                counts[indexes[i]]++;
            }
        }
    }
}
