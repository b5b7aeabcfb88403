package dev.sampo.sim.whatif;

import java.util.List;
import java.util.Map;

/** Tasks with known durations, and the nodes they are to run on, in the units of the file they come from. */
public record Workload(String name, List<Task> tasks, List<Node> nodes) {

    /**
     * One task.
     *
     * @param deps positions, in the workload, of the tasks it starts after
     * @param on ids of the nodes it may run on; empty for any
     * @param durationOn duration by node id where it differs from node to node; empty when {@code duration} holds
     */
    public record Task(
            String id,
            double duration,
            Map<String, Double> needs,
            List<Integer> deps,
            Map<String, String> labels,
            List<String> on,
            Map<String, Double> durationOn) {

        public double durationOn(Node node) {
            Double special = durationOn.get(node.id());
            return special != null ? special : duration / node.speed();
        }
    }

    /** @param speed how much faster than nominal it runs everything */
    public record Node(String id, Map<String, Double> capacity, Map<String, String> labels, double speed) {}

    public Workload {
        tasks = List.copyOf(tasks);
        nodes = List.copyOf(nodes);
    }
}
