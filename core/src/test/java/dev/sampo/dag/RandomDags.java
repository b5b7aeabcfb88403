package dev.sampo.dag;

import dev.sampo.dag.TaskSpec.Work;
import dev.sampo.resilience.Retry;
import dev.sampo.resilience.Verification;
import dev.sampo.resource.Demand;
import dev.sampo.resource.Resources;
import dev.sampo.resource.Selector;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/** Valid Dags of every kind of task and option, the same for the same seed; tasks may be listed before their inputs. */
final class RandomDags {
    private final Random random;

    RandomDags(long seed) {
        random = new Random(seed);
    }

    DagSpec next() {
        int size = 1 + random.nextInt(30);
        var tasks = new ArrayList<TaskSpec>();
        for (int i = 0; i < size; i++) {
            tasks.add(task(i));
        }
        makeLenient(tasks);
        Collections.shuffle(tasks, random);
        return new DagSpec("random-" + random.nextInt(1_000), tasks, Set.of("a.b.", "a.C"));
    }

    private void makeLenient(List<TaskSpec> tasks) {
        var taken = new HashSet<String>();
        tasks.forEach(task -> {
            taken.addAll(task.inputs());
            taken.addAll(task.after());
        });
        for (int i = 0; i < tasks.size(); i++) {
            TaskSpec task = tasks.get(i);
            Optional<String> standIn =
                    random.nextInt(3) == 0 ? standIn(task, tasks.subList(0, i), taken) : Optional.empty();
            standIn.ifPresent(taken::add);
            var onFailure = random.nextInt(3) == 0
                    ? new OnFailure(
                            needs(task.inputs(), tasks, task.work() instanceof Work.Maps),
                            needs(task.after(), tasks, false),
                            standIn)
                    : new OnFailure(List.of(), List.of(), standIn);
            tasks.set(
                    i,
                    new TaskSpec(
                            task.name(),
                            task.work(),
                            task.inputs(),
                            task.after(),
                            task.options(),
                            task.expected(),
                            onFailure));
        }
    }

    /** One that nobody reads; a constant will do for many. */
    private Optional<String> standIn(TaskSpec task, List<TaskSpec> earlier, Set<String> taken) {
        var able = new ArrayList<>(earlier);
        able.removeIf(other ->
                other.work() instanceof Work.Maps || other.work() instanceof Work.Runs && taken.contains(other.name()));
        boolean mayHaveOne = task.work() instanceof Work.Runs && !able.isEmpty();
        return mayHaveOne ? Optional.of(able.get(random.nextInt(able.size())).name()) : Optional.empty();
    }

    private List<Need> needs(List<String> names, List<TaskSpec> tasks, boolean isMapped) {
        var needs = new ArrayList<Need>();
        for (String name : names) {
            boolean isFirst = isMapped && needs.isEmpty();
            Need own = isFirst ? Need.VALUE : Need.OPTIONAL;
            boolean isEach = tasks.get(Integer.parseInt(name.substring(1))).work() instanceof Work.Maps;
            needs.add(random.nextBoolean() ? Need.VALUE : isEach && random.nextBoolean() ? Need.ELEMENTS : own);
        }
        return needs;
    }

    private TaskSpec task(int number) {
        int kind = random.nextInt(number == 0 ? 2 : 3);
        if (kind == 0) {
            return new TaskSpec(
                    "t" + number,
                    new Work.Holds(Collections.nCopies(random.nextInt(5), number % 3)),
                    List.of(),
                    List.of(),
                    options());
        }
        var inputs = names(number, random.nextInt(4));
        var after = names(number, random.nextInt(3));
        var body = Body.named("body-" + random.nextInt(4));
        if (kind == 1) {
            return new TaskSpec("t" + number, new Work.Runs(body), inputs, after, options(), expected());
        }
        var mapped = inputs.isEmpty() ? names(number, 1) : inputs;
        return new TaskSpec("t" + number, new Work.Maps(body), mapped, after, options(), expected());
    }

    private Duration expected() {
        return random.nextInt(4) == 0 ? Duration.ofMillis(random.nextInt(1 << 20)) : Duration.ZERO;
    }

    private List<String> names(int below, int count) {
        var names = new ArrayList<String>();
        for (int i = 0; i < count && below > 0; i++) {
            names.add("t" + random.nextInt(below));
        }
        return names;
    }

    private TaskOptions options() {
        if (random.nextBoolean()) {
            return TaskOptions.DEFAULTS;
        }
        int memory = random.nextInt(1 << 30);
        var needs = Resources.cpus(random.nextInt(9) / 4.0).memory(memory);
        var retry = List.of(
                        Retry.NEVER,
                        Retry.fixed(1),
                        Retry.linear(2),
                        Retry.exponential(3).withJitter(0.5),
                        Retry.fibonacci(4).on(IOException.class).notOn(FileNotFoundException.class, EOFException.class),
                        Retry.decorrelated(5)
                                .within(Duration.ofHours(1))
                                .onOtherNodes()
                                .onTimeout(selector()))
                .get(random.nextInt(6));
        var verification = random.nextBoolean() ? Verification.NONE : new Verification(5, 3);
        return new TaskOptions(
                demand(
                        random.nextBoolean()
                                ? needs
                                : needs.gpus(1).and("licence", 0.5).and("disk", 3)),
                selector(),
                selector(),
                retry,
                Duration.ofNanos(1_000_000L + random.nextInt(1 << 30)),
                random.nextInt(2 * TaskOptions.PRIORITY_MAX + 1) - TaskOptions.PRIORITY_MAX,
                random.nextBoolean(),
                verification,
                placing(),
                memory >= OptionRules.OWN_JVM_MEMORY_MIN && random.nextBoolean(),
                verification.isNone() && random.nextBoolean(),
                Taking.NOTHING);
    }

    private Placing placing() {
        return switch (random.nextInt(4)) {
            case 0 -> Placing.NONE.spread("zone", "g").apart("rack", "h");
            case 1 -> Placing.NONE.perNode("k", 2).atMost("db", 10);
            default -> Placing.NONE;
        };
    }

    private Demand demand(Resources needs) {
        Demand demand = Demand.of(needs).memoryPerInputByte(random.nextInt(3) / 2.0);
        return random.nextBoolean()
                ? demand
                : demand.orNeeds(Resources.cpus(16).memory(needs.memoryBytes() + random.nextInt(1 << 20)));
    }

    private Selector selector() {
        return switch (random.nextInt(4)) {
            case 0 -> Selector.label("zone").in("b", "a", "ä");
            case 1 -> Selector.label("disk").isNot("slow");
            case 2 ->
                Selector.label("gpu").isPresent().and(Selector.label("zone").is("c"));
            default -> Selector.ANY;
        };
    }
}
