package dev.sampo.harness.soak;

import static dev.sampo.resource.Resources.cpus;

import dev.sampo.dag.Dag;
import dev.sampo.dag.Handle;
import dev.sampo.harness.history.Entry.Declared;
import dev.sampo.resilience.Retry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** A job drawn at random, and what must come of it. */
record RandomJob(String id, Dag dag, List<Handle<long[]>> handles, List<Declared.Task> tasks) {
    private static final int TASKS_MAX = 10;
    private static final int INPUTS_MAX = 3;
    private static final int MILLIS_MAX = 150;
    private static final int LONG_VALUE = 4_096;
    private static final long MIB = 1 << 20;

    static RandomJob draw(String id, Random random, Path histories) {
        var dag = Dag.named("soak");
        var handles = new ArrayList<Handle<long[]>>();
        var tasks = new ArrayList<Declared.Task>();
        var values = new ArrayList<Long>();
        int count = 1 + random.nextInt(TASKS_MAX);
        for (int i = 0; i < count; i++) {
            var work = new Work(
                    histories.toString(),
                    random.nextLong(),
                    random.nextInt(MILLIS_MAX),
                    500 * (1 + random.nextInt(4)),
                    MIB * (16 + random.nextInt(300)),
                    random.nextInt(8) == 0 ? LONG_VALUE : 1,
                    random.nextInt(12) == 0);
            var inputs = new ArrayList<Handle<long[]>>();
            var names = new ArrayList<String>();
            long sum = 0;
            for (int wanted = i == 0 ? 0 : random.nextInt(INPUTS_MAX + 1); wanted > 0; wanted--) {
                int input = random.nextInt(i);
                if (!inputs.contains(handles.get(input))) {
                    inputs.add(handles.get(input));
                    names.add(handles.get(input).name());
                    sum += values.get(input);
                }
            }
            handles.add(task(dag, "t" + i, inputs, work)
                    .needs(cpus(work.milliCpus() / 1_000.0).memory(work.memory() / MIB + "MiB"))
                    .retry(Retry.fixed(3).startingAt(Duration.ofMillis(50))));
            values.add(work.value(sum));
            tasks.add(new Declared.Task("t" + i, List.copyOf(names), Long.toString(work.value(sum))));
        }
        return new RandomJob(id, dag, List.copyOf(handles), List.copyOf(tasks));
    }

    static Handle<long[]> task(Dag dag, String name, List<Handle<long[]>> inputs, Work work) {
        return inputs.isEmpty()
                ? dag.task(name, context -> work.run(List.of(), context))
                : dag.task(name, inputs, (values, context) -> work.run(values, context));
    }
}
