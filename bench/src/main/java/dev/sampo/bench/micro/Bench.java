package dev.sampo.bench.micro;

import dev.sampo.actors.body.UserCode;
import dev.sampo.dag.Blueprint;
import dev.sampo.dag.Dag;
import dev.sampo.job.Attempt;
import dev.sampo.job.Fence;
import dev.sampo.job.JobId;
import dev.sampo.job.NodeId;
import dev.sampo.job.Outcome;
import dev.sampo.job.Value;
import dev.sampo.resource.Resources;
import java.util.List;
import java.util.stream.LongStream;

/** What the benchmarks share: graphs of trivial tasks, and what trivial tasks end with. */
final class Bench {
    static final int TASKS = 1_000;
    static final long MICROS = 10;
    static final Resources CAPACITY = Resources.cpus(1).memory("1GiB");
    static final Value.Inline VALUE = new Value.Inline(new byte[] {9, 0, 0, 0, 0, 0, 0, 0, 42}, Value.NO_LIST);
    static final Outcome SUCCESS = Outcome.Succeeded.of(VALUE);

    private Bench() {}

    static Long same(Long value) {
        return value;
    }

    /** Task 0 is the constant, task 1 the {@code each}; its elements are numbered after them. */
    static Blueprint flat(int size) {
        var dag = Dag.named("flat");
        dag.each("t", LongStream.range(0, size).boxed().toList(), Bench::same);
        return compile(dag);
    }

    /** Tasks of their own, without edges. */
    static Blueprint apart(int size) {
        var dag = Dag.named("apart");
        for (int i = 0; i < size; i++) {
            dag.task("t" + i, () -> 1L);
        }
        return compile(dag);
    }

    static Blueprint compile(Dag dag) {
        return dag.compile(UserCode.of(Bench.class.getClassLoader()).encoder());
    }

    static NodeId node(int number) {
        return new NodeId("node-" + number);
    }

    static Attempt attempt(JobId job, int task) {
        return new Attempt(job, task, 1, new Fence(1, task));
    }

    static List<Attempt> attempts(JobId job, int count) {
        return java.util.stream.IntStream.range(0, count)
                .mapToObj(task -> attempt(job, task))
                .toList();
    }
}
