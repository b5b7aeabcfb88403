package dev.sampo.bench.peer;

import static dev.sampo.resource.Selector.label;

import dev.sampo.dag.Dag;
import dev.sampo.dag.Each;
import dev.sampo.dag.Handle;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/** The graphs of the workloads. Building one is part of what is timed. */
final class Graphs {
    static final int WORKERS = 2;

    /** The label by which graphs choose a worker, and its values are {@code 0} and {@code 1}. */
    static final String LABEL = "worker";

    private static final int BLOCKS = 64;
    private static final int READERS = 4;

    private Graphs() {}

    /** A graph and the tasks whose values, added, are its answer. */
    record Many(Dag dag, List<Handle<Long>> ends) {}

    record Mapped(Dag dag, Each<Long> ends) {}

    record Single(Dag dag, Handle<Long> end) {}

    static Mapped flat(int size) {
        var dag = Dag.named("flat");
        return new Mapped(dag, dag.each("t", LongStream.range(0, size).boxed().toList(), ValueRules::same));
    }

    static Single chain(int length) {
        var dag = Dag.named("chain");
        Handle<Long> last = dag.value("t0", 1L);
        for (int k = 1; k <= length; k++) {
            long position = k;
            last = dag.task("t" + k, last, previous -> ValueRules.hop(previous, position));
        }
        return new Single(dag, last);
    }

    static Single tree(int depth) {
        var dag = Dag.named("tree");
        List<Handle<Long>> level = new ArrayList<>();
        for (int i = 0; i < 1 << depth; i++) {
            long leaf = i;
            level.add(dag.task("leaf" + i, () -> leaf));
        }
        for (int height = 1; level.size() > 1; height++) {
            List<Handle<Long>> sums = new ArrayList<>(level.size() / 2);
            for (int i = 0; i < level.size(); i += 2) {
                sums.add(dag.task("sum" + height + "." + i / 2, level.get(i), level.get(i + 1), ValueRules::add));
            }
            level = sums;
        }
        return new Single(dag, level.get(0));
    }

    static Many grid(Pattern pattern, int width, int steps, int iterations) {
        var dag = Dag.named("grid");
        List<Handle<Long>> row = List.of();
        for (int t = 0; t < steps; t++) {
            List<Handle<Long>> next = new ArrayList<>(width);
            for (int i = 0; i < width; i++) {
                next.add(cell(dag, inputs(row, pattern.reads(width, t, i)), t, i, iterations));
            }
            row = next;
        }
        return new Many(dag, row);
    }

    private static List<Handle<Long>> inputs(List<Handle<Long>> row, int[] columns) {
        List<Handle<Long>> inputs = new ArrayList<>(columns.length);
        for (int column : columns) {
            inputs.add(row.get(column));
        }
        return inputs;
    }

    private static Handle<Long> cell(Dag dag, List<Handle<Long>> inputs, int step, int column, int iterations) {
        return dag.task("c" + step + "." + column, inputs, values -> ValueRules.cell(values, step, column, iterations));
    }

    /** Every block is made on one worker and read on both. */
    static Many data() {
        var dag = Dag.named("data");
        List<Handle<Long>> readers = new ArrayList<>(BLOCKS * READERS);
        for (int i = 0; i < BLOCKS; i++) {
            int number = i;
            Handle<byte[]> block = on(i, dag.task("block" + i, () -> ValueRules.block(number)));
            for (int j = 0; j < READERS; j++) {
                int reader = j;
                readers.add(on(j, dag.task("crc" + i + "." + j, block, read -> ValueRules.checksum(read, reader))));
            }
        }
        return new Many(dag, readers);
    }

    static Mapped naps(int size, long millis, String file) {
        var dag = Dag.named("naps");
        var numbers = LongStream.range(0, size).boxed().toList();
        return new Mapped(dag, dag.each("nap", numbers, number -> ValueRules.nap(number, millis, file)));
    }

    /** One long kernel on each worker, at the same time. */
    static Many kernels(int iterations) {
        var dag = Dag.named("kernels");
        List<Handle<Long>> kernels = new ArrayList<>();
        for (int i = 0; i < WORKERS; i++) {
            long start = i;
            kernels.add(on(i, dag.task("kernel" + i, () -> ValueRules.kernel(start, iterations))));
        }
        return new Many(dag, kernels);
    }

    private static <T> Handle<T> on(int number, Handle<T> task) {
        return task.where(label(LABEL).is(Integer.toString(number % WORKERS)));
    }
}
