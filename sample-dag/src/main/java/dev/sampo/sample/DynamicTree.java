package dev.sampo.sample;

import dev.sampo.Sampo;
import dev.sampo.dag.Dag;
import dev.sampo.dag.TaskContext;
import java.util.Arrays;
import java.util.Random;

/** Sorts by a graph that grows while it runs: a task that finds its numbers too many adds three tasks to its own job. */
public final class DynamicTree {
    private static final int SMALL = 2_000;

    public static void main(String[] args) {
        int[] numbers = new Random(1).ints(20_000).toArray();
        try (Sampo sampo = Sampo.local()) {
            var dag = Dag.named("merge-sort");
            var unsorted = dag.value("unsorted", numbers);
            var sorted = dag.task("sorted", unsorted, DynamicTree::sort);
            var job = sampo.submit(dag);
            int[] result = job.await(sorted);
            Arrays.sort(numbers);
            System.out.printf(
                    "%d numbers sorted by %d tasks, %s%n",
                    result.length,
                    job.status().tasks(),
                    Arrays.equals(result, numbers) ? "as Arrays.sort has it" : "UNLIKE Arrays.sort");
        }
    }

    static int[] sort(int[] numbers, TaskContext context) {
        if (numbers.length <= SMALL) {
            return sorted(numbers);
        }
        int[] low = Arrays.copyOf(numbers, numbers.length / 2);
        int[] high = Arrays.copyOfRange(numbers, numbers.length / 2, numbers.length);
        var halves = Dag.named("halves");
        var left = halves.task("left", half -> sort(low, half));
        var right = halves.task("right", half -> sort(high, half));
        var merged = halves.task("merged", left, right, DynamicTree::merge);
        return context.spawn(halves, merged); // from here on, the value of this task is that of "merged"
    }

    private static int[] sorted(int[] numbers) {
        int[] copy = numbers.clone();
        Arrays.sort(copy);
        return copy;
    }

    private static int[] merge(int[] left, int[] right) {
        int[] merged = new int[left.length + right.length];
        for (int i = 0, l = 0, r = 0; i < merged.length; i++) {
            boolean takesLeft = r == right.length || l < left.length && left[l] <= right[r];
            merged[i] = takesLeft ? left[l++] : right[r++];
        }
        return merged;
    }
}
