package dev.sampo.harness.soak;

import static dev.sampo.resource.Resources.cpus;

import dev.sampo.dag.Dag;
import dev.sampo.dag.Handle;
import dev.sampo.harness.history.Entry.Declared;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** Jobs of a shape that a directed test needs. None of their tasks has a second try: a loss that is charged fails the job. */
final class Graphs {
    private static final int MEMORY = 1 << 20;

    private Graphs() {}

    /** One after the other, so that something is under way for a while. */
    static RandomJob chain(String id, int tasks, int millis, Path histories) {
        return chain(id, tasks, millis, histories, handle -> handle);
    }

    static RandomJob chain(String id, int tasks, int millis, Path histories, UnaryOperator<Handle<long[]>> placing) {
        var dag = Dag.named("chain");
        var handles = new ArrayList<Handle<long[]>>();
        var declared = new ArrayList<Declared.Task>();
        long before = 0;
        for (int i = 0; i < tasks; i++) {
            var work = new Work(histories.toString(), i, millis, 500, MEMORY, 1, false);
            List<Handle<long[]>> after = i == 0 ? List.of() : List.of(handles.get(i - 1));
            handles.add(placing.apply(RandomJob.task(dag, "t" + i, after, work)
                    .needs(cpus(0.5).memory("1MiB"))
                    .timeout(Duration.ofMinutes(2))));
            before = work.value(before);
            declared.add(
                    new Declared.Task("t" + i, i == 0 ? List.of() : List.of("t" + (i - 1)), Long.toString(before)));
        }
        return new RandomJob(id, dag, List.copyOf(handles), List.copyOf(declared));
    }

    /** Three, one after the other, of which the second waits until the file is there. */
    static RandomJob gated(String id, Path gate, Path histories) {
        var dag = Dag.named("gated");
        var handles = new ArrayList<Handle<long[]>>();
        var declared = new ArrayList<Declared.Task>();
        String file = gate.toString();
        long before = 0;
        for (int i = 0; i < 3; i++) {
            var work = new Work(histories.toString(), i, 10, 500, MEMORY, 1, false);
            boolean waits = i == 1;
            List<Handle<long[]>> after = i == 0 ? List.of() : List.of(handles.get(i - 1));
            handles.add(dag.task("t" + i, after, (values, context) -> {
                        while (waits && !Files.exists(Path.of(file))) {
                            TimeUnit.MILLISECONDS.sleep(5);
                        }
                        return work.run(values, context);
                    })
                    .needs(cpus(0.5).memory("1MiB")));
            before = work.value(before);
            declared.add(
                    new Declared.Task("t" + i, i == 0 ? List.of() : List.of("t" + (i - 1)), Long.toString(before)));
        }
        return new RandomJob(id, dag, List.copyOf(handles), List.copyOf(declared));
    }

    /** All at once, each of one to three cpus. */
    static RandomJob wide(String id, int tasks, int millis, Path histories) {
        var random = new Random(id.hashCode());
        var dag = Dag.named("wide");
        var handles = new ArrayList<Handle<long[]>>();
        var declared = new ArrayList<Declared.Task>();
        for (int i = 0; i < tasks; i++) {
            int wanted = 1 + random.nextInt(3);
            var work = new Work(histories.toString(), i, millis, wanted * 1_000, MEMORY, 1, false);
            handles.add(RandomJob.task(dag, "t" + i, List.of(), work)
                    .needs(cpus(wanted).memory("1MiB")));
            declared.add(new Declared.Task("t" + i, List.of(), Long.toString(work.value(0))));
        }
        return new RandomJob(id, dag, List.copyOf(handles), List.copyOf(declared));
    }

    /** The same each time it is drawn under this id. */
    static RandomJob random(String id, Path histories) {
        return RandomJob.draw(id, new Random(id.hashCode()), histories);
    }
}
