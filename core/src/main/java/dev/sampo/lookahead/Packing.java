package dev.sampo.lookahead;

import java.util.Arrays;

/**
 * The amounts of all resources of a task or node in as few words as they fit in, so that one subtraction compares them
 * all. Each resource has a field as wide as its largest amount and above it a guard bit, set in what is free and clear
 * in what is needed: if the guard is gone after the subtraction, then there was less than is needed.
 */
final class Packing {
    private static final int BITS = Long.SIZE - 1;

    private final Project project;
    /** What all amounts of a resource are counted in. */
    private final long[] unit;
    /** More than this is never needed at once. */
    private final long[] most;

    private final int[] wordOf;
    private final int[] shiftOf;
    final long[] guard;

    Packing(Project project) {
        this.project = project;
        int resources = project.capacity()[0].length;
        unit = new long[resources];
        most = new long[resources];
        wordOf = new int[resources];
        shiftOf = new int[resources];
        for (long[] needs : project.needs()) {
            for (int resource = 0; resource < resources; resource++) {
                unit[resource] = commonDivisor(unit[resource], needs[resource]);
            }
        }
        long[] guards = new long[resources + 1];
        int word = 0;
        int used = 0;
        for (int resource = 0; resource < resources; resource++) {
            most[resource] = most(resource);
            int width = Long.SIZE - Long.numberOfLeadingZeros(most[resource]) + 1;
            if (used + width > BITS && used > 0) {
                word++;
                used = 0;
            }
            wordOf[resource] = word;
            shiftOf[resource] = used;
            used += width;
            guards[word] |= 1L << used - 1;
        }
        guard = Arrays.copyOf(guards, word + 1);
    }

    /** The most that is ever taken of a node: what the largest one has, or what all tasks together need. */
    private long most(int resource) {
        long capacity = 0;
        for (long[] node : project.capacity()) {
            capacity = Math.max(capacity, units(node, resource));
        }
        long needed = 0;
        for (long[] needs : project.needs()) {
            needed = Math.min(capacity, needed + Math.min(capacity, units(needs, resource)));
        }
        return needed;
    }

    private long units(long[] amounts, int resource) {
        return unit[resource] == 0 ? 0 : amounts[resource] / unit[resource];
    }

    private static long commonDivisor(long one, long other) {
        return other == 0 ? one : commonDivisor(other, one % other);
    }

    long[] needs(int task) {
        return packed(project.needs()[task], new long[guard.length]);
    }

    long[] capacity(int node) {
        return packed(project.capacity()[node], guard.clone());
    }

    private long[] packed(long[] amounts, long[] into) {
        for (int resource = 0; resource < unit.length; resource++) {
            into[wordOf[resource]] += Math.min(most[resource], units(amounts, resource)) << shiftOf[resource];
        }
        return into;
    }
}
