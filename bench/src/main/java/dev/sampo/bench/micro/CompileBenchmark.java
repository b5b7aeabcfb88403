package dev.sampo.bench.micro;

import dev.sampo.dag.Blueprint;
import dev.sampo.dag.Dag;
import dev.sampo.dag.Digest;
import dev.sampo.dag.Handle;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What a task costs before it is submitted: a chain of 10,000 is written down, compiled and named by its digest. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class CompileBenchmark {
    private static final int LENGTH = 10_000;

    /** Whether each body captures a number of its own, or all are the same. */
    @Param({"true", "false"})
    boolean capturing;

    private byte[] bytes;

    @Setup
    public void write() {
        bytes = Bench.compile(chain()).bytes();
    }

    @Benchmark
    @OperationsPerInvocation(LENGTH)
    public Digest compile() {
        return Bench.compile(chain()).digest();
    }

    @Benchmark
    @OperationsPerInvocation(LENGTH)
    public Blueprint read() {
        return Blueprint.read(bytes);
    }

    private Dag chain() {
        var dag = Dag.named("chain");
        Handle<Long> last = dag.value("start", 1L);
        for (int i = 0; i < LENGTH; i++) {
            long number = i;
            last = capturing
                    ? dag.task("t" + i, last, value -> value + number)
                    : dag.task("t" + i, last, value -> value + 1);
        }
        return dag;
    }
}
