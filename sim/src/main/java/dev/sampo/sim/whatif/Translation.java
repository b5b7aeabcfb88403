package dev.sampo.sim.whatif;

import dev.sampo.dag.Blueprint;
import dev.sampo.dag.InvalidDag;
import dev.sampo.dag.TaskOptions;
import dev.sampo.dag.TaskSpec;
import dev.sampo.resource.Resources;
import dev.sampo.resource.Selector;
import dev.sampo.sim.body.Graphs;
import dev.sampo.sim.body.Recipe;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A workload in the words of the core: a blueprint, resources and labels. */
final class Translation {
    /** Every node bears its own id as a label, for tasks bound to certain nodes. */
    private static final String NODE = "what-if.node";

    private static final String TASK = "task-";

    private final Workload workload;
    private final Map<TaskOptions, TaskOptions> distinct = new HashMap<>();

    Translation(Workload workload) {
        this.workload = workload;
    }

    Blueprint blueprint() {
        var tasks = new ArrayList<TaskSpec>(workload.tasks().size());
        var body = new TaskSpec.Work.Runs(
                dev.sampo.dag.Body.named(Recipe.lasting(0).text()));
        for (int i = 0; i < workload.tasks().size(); i++) {
            Workload.Task task = workload.tasks().get(i);
            List<String> after = task.deps().stream().map(dep -> TASK + dep).toList();
            tasks.add(new TaskSpec(TASK + i, body, List.of(), after, options(task)));
        }
        try {
            return Graphs.compile("what-if", tasks);
        } catch (InvalidDag invalid) {
            throw new InvalidWhatIf(workload.name() + " cannot be run: " + named(invalid.getMessage()), invalid);
        }
    }

    /** The position in the workload of a task of the blueprint. */
    static int position(Blueprint blueprint, int task) {
        return Integer.parseInt(blueprint.taskName(task).substring(TASK.length()));
    }

    /** A message about the blueprint with the workload's own ids in it. */
    String named(String message) {
        return java.util.regex.Pattern.compile(TASK + "(\\d+)")
                .matcher(message)
                .replaceAll(found -> java.util.regex.Matcher.quoteReplacement(
                        workload.tasks().get(Integer.parseInt(found.group(1))).id()));
    }

    private TaskOptions options(Workload.Task task) {
        var where = Selector.ANY;
        for (var label : task.labels().entrySet()) {
            where = where.and(Selector.label(label.getKey()).is(label.getValue()));
        }
        List<String> on = task.durationOn().isEmpty() ? task.on() : bothOf(task);
        if (!on.isEmpty()) {
            where = where.and(Selector.label(NODE).in(on.toArray(String[]::new)));
        }
        var options =
                TaskOptions.DEFAULTS.needs(resources(task.id(), task.needs())).where(where);
        return distinct.computeIfAbsent(options, same -> same);
    }

    private static List<String> bothOf(Workload.Task task) {
        return task.durationOn().keySet().stream()
                .filter(node -> task.on().isEmpty() || task.on().contains(node))
                .toList();
    }

    static Resources capacity(Workload.Node node) {
        return resources(node.id(), node.capacity());
    }

    static Map<String, String> labels(Workload.Node node) {
        var labels = new TreeMap<>(node.labels());
        labels.put(NODE, node.id());
        return labels;
    }

    /** Memory is counted like everything else, in ten-thousandths of the file's unit. */
    private static Resources resources(String of, Map<String, Double> amounts) {
        var resources = Resources.NONE;
        for (var amount : amounts.entrySet()) {
            double count = amount.getValue();
            try {
                resources = switch (amount.getKey()) {
                    case "cpu" -> resources.withCpus(count);
                    case "memory" -> resources.memory(Math.round(count * Resources.WHOLE));
                    case "gpu" -> resources.gpus(count);
                    default -> count == 0 ? resources : resources.and(amount.getKey(), count);
                };
            } catch (IllegalArgumentException bad) {
                throw new InvalidWhatIf("\"" + of + "\": " + bad.getMessage(), bad);
            }
        }
        return resources;
    }
}
