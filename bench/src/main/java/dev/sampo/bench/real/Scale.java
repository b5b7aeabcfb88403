package dev.sampo.bench.real;

import dev.sampo.sim.whatif.Workload;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/**
 * How long the tasks of a workload last when it is really run. The simulator counts whole milliseconds and a cluster
 * microseconds: durations that are not whole would be others for each, and so would be the timetable that is looked for
 * in them. Nodes are in the order of their names, since they are named anew and ties between them go by name.
 */
final class Scale {
    /** As the simulator has it. */
    static final double MILLIS_PER_UNIT = 1e6;

    private Scale() {}

    /** With tasks that last so long in the mean, or a little longer: what lasts equally long in the file does so after it. */
    static Workload scaled(Workload workload, double meanMillis) {
        double mean = workload.tasks().stream()
                .mapToDouble(Workload.Task::duration)
                .filter(duration -> duration > 0)
                .average()
                .orElseThrow();
        double unit = meanMillis / mean;
        double millis = unit < 1 ? unit : Math.ceil(unit);
        List<Workload.Task> tasks = workload.tasks().stream()
                .map(task -> new Workload.Task(
                        task.id(),
                        Math.ceil(task.duration() * millis) / MILLIS_PER_UNIT,
                        task.needs(),
                        task.deps(),
                        task.labels(),
                        task.on(),
                        Map.of()))
                .toList();
        List<Workload.Node> nodes = workload.nodes().stream()
                .sorted(Comparator.comparing(Workload.Node::id))
                .toList();
        return new Workload(workload.name(), tasks, nodes);
    }
}
