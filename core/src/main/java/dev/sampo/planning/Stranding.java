package dev.sampo.planning;

import dev.sampo.resource.Resources;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.function.ToLongFunction;

/**
 * How much of a node's free gpus is of no use to the tasks there are: for each shape, weighed by how many such tasks have come, all
 * of them where it does not fit, else those that are too full for it; and those for which the cpus and the memory will not do
 * if what comes next needs as much besides as usual. The first is what fragmentation gradient descent goes by (Weng et al.,
 * USENIX ATC 2023). The placement that strands least leaves most for others.
 */
final class Stranding {
    /** The commonest shapes that need gpus; the others hardly count. */
    private static final int SHAPES_MAX = 100;

    private record Shape(Line line, double weight) {}

    private final Books books;
    private List<Shape> shapes = List.of();
    /** How many tasks had come when the shapes were weighed last. */
    private long weighedAt;

    private int version = 1;
    /** What the tasks that need gpus need besides, on average. */
    private double cpusPerGpu;

    private double memoryPerGpu;

    Stranding(Books books) {
        this.books = books;
    }

    /** How many more gpus would be of no use once such a task is there. */
    double more(Line line, NodeView view) {
        weighAnew();
        return line.strandings.of(view, version, () -> after(line, view) - now(view));
    }

    private void weighAnew() {
        long come = books.lines.tasksCome();
        if (come <= weighedAt + weighedAt / 8 && weighedAt > 0) {
            return;
        }
        weighedAt = come;
        version++;
        var lines = new ArrayList<>(books.lines.inOrder());
        lines.removeIf(line -> line.needs().gpuUnits() == 0);
        double all = lines.stream().mapToLong(Line::tasksCome).sum();
        lines.sort(Comparator.comparingLong(Line::tasksCome).reversed());
        shapes = lines.stream()
                .limit(SHAPES_MAX)
                .map(line -> new Shape(line, line.tasksCome() / all))
                .toList();
        cpusPerGpu = perGpu(Resources::cpuUnits);
        memoryPerGpu = perGpu(Resources::memoryBytes);
    }

    private double perGpu(ToLongFunction<Resources> kind) {
        double gpus = 0;
        double others = 0;
        for (Shape shape : shapes) {
            gpus += shape.weight() * shape.line().needs().gpuUnits();
            others += shape.weight() * kind.applyAsLong(shape.line().needs());
        }
        return gpus == 0 ? 0 : others / gpus;
    }

    private double now(NodeView view) {
        return of(view, view.freeCpus(), view.freeMemory(), view.gpus.free());
    }

    private double after(Line line, NodeView view) {
        Resources needs = line.needs();
        long[] gpus = view.gpus.free();
        if (needs.gpuUnits() > 0) {
            gpus = gpus.clone();
            Gpus.take(gpus, needs.gpuUnits());
        }
        return of(view, view.freeCpus() - needs.cpuUnits(), view.freeMemory() - needs.memoryBytes(), gpus);
    }

    private double of(NodeView view, long cpus, long memory, long[] gpus) {
        long all = Arrays.stream(gpus).filter(free -> free > 0).sum();
        if (all == 0) {
            return 0;
        }
        double stranded = 0;
        for (Shape shape : shapes) {
            Resources needs = shape.line().needs();
            boolean fits = needs.cpuUnits() <= cpus
                    && needs.memoryBytes() <= memory
                    && shape.line().width(view) > 0
                    && Gpus.fits(gpus, needs.gpuUnits());
            stranded += shape.weight() * (fits ? tooFull(gpus, needs.gpuUnits()) : all);
        }
        double served = Math.min(served(cpus, cpusPerGpu), served(memory, memoryPerGpu));
        return (stranded + Math.max(0, all - served)) / Resources.WHOLE;
    }

    /** For how much of gpus this will do. */
    private static double served(long amount, double perGpu) {
        return perGpu == 0 ? Double.MAX_VALUE : Math.max(0, amount) / perGpu;
    }

    private static long tooFull(long[] gpus, long needed) {
        long least = Math.min(needed, Resources.WHOLE);
        long sum = 0;
        for (long free : gpus) {
            sum += free > 0 && free < least ? free : 0;
        }
        return sum;
    }

    /** What was found for one line, until a node or the weights change. */
    static final class Found {
        private static final long UNKNOWN = -1;

        private double[] more = {};
        private long[] nodeVersions = {};
        private int version;

        void forget(NodeView view) {
            if (view.index < nodeVersions.length) {
                nodeVersions[view.index] = UNKNOWN;
            }
        }

        double of(NodeView view, int now, DoubleSupplier reckoned) {
            if (now != version) {
                version = now;
                Arrays.fill(nodeVersions, UNKNOWN);
            }
            if (view.index >= more.length) {
                int old = more.length;
                more = Arrays.copyOf(more, view.index + 64);
                nodeVersions = Arrays.copyOf(nodeVersions, more.length);
                Arrays.fill(nodeVersions, old, more.length, UNKNOWN);
            }
            if (nodeVersions[view.index] != view.version) {
                nodeVersions[view.index] = view.version;
                more[view.index] = reckoned.getAsDouble();
            }
            return more[view.index];
        }
    }
}
