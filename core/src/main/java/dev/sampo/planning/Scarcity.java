package dev.sampo.planning;

import dev.sampo.dag.Blueprint;
import dev.sampo.dag.TaskOptions;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;

/** How much of what is scarce the tasks of a graph take. */
final class Scarcity {
    private Scarcity() {}

    /**
     * By {@link Blueprint#optionIndex}: the parts that such a task takes of what all nodes together have, summed over the
     * kinds of resources; the kind of which the graph asks for the most counts in full, others for less.
     */
    static double[] of(Blueprint graph, Collection<NodeView> nodes) {
        List<TaskOptions> options = graph.distinctOptions();
        double[][] parts = parts(options, nodes);
        double[] asked = new double[parts[0].length];
        for (int task = 0; task < graph.size(); task++) {
            for (int kind = 0; kind < asked.length; kind++) {
                asked[kind] += parts[graph.optionIndex(task)][kind];
            }
        }
        double most = 0;
        for (double each : asked) {
            most = Math.max(most, each);
        }
        double[] scarce = new double[parts.length];
        for (int i = 0; i < scarce.length && most > 0; i++) {
            for (int kind = 0; kind < asked.length; kind++) {
                scarce[i] += parts[i][kind] * asked[kind] / most;
            }
        }
        return scarce;
    }

    private static double[][] parts(List<TaskOptions> options, Collection<NodeView> nodes) {
        TreeSet<String> names = Prospect.names(nodes);
        long[][] capacities = Prospect.capacities(nodes, names);
        double[][] parts = new double[options.size()][];
        for (int i = 0; i < parts.length; i++) {
            long[] needed = Prospect.amounts(options.get(i).needs(), names);
            parts[i] = new double[needed.length];
            for (int kind = 0; kind < needed.length; kind++) {
                double all = 0;
                for (long[] capacity : capacities) {
                    all += capacity[kind];
                }
                parts[i][kind] = all == 0 ? 0 : needed[kind] / all;
            }
        }
        return parts;
    }
}
