package dev.sampo.bench.micro;

import dev.sampo.job.Fact;
import dev.sampo.job.Fence;
import dev.sampo.job.JobEvent;
import dev.sampo.job.JobId;
import dev.sampo.wire.Facts;
import dev.sampo.wire.FactsCodec;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What the journal's bytes cost: a batch of 100 tasks that succeeded, written and read. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class FactsBenchmark {
    private static final int FACTS = 100;
    private static final JobId JOB = new JobId("flat-0a4ff8ff-1c6d-4c0d-9dd1-4d1ab4d3a1d5");
    private static final long AT = 1_800_000_000_000L;

    private final Facts facts = new Facts(
            IntStream.range(0, FACTS).mapToObj(FactsBenchmark::succeeded).toList(), FACTS);
    private final byte[] bytes = FactsCodec.write(facts);

    private static Fact succeeded(int task) {
        return new JobEvent.TaskSucceeded(
                JOB, task, Bench.node(task % 2), 1, new Fence(1, task), Bench.VALUE, Bench.MICROS, AT);
    }

    @Benchmark
    public byte[] write100() {
        return FactsCodec.write(facts);
    }

    @Benchmark
    public List<Fact> read100() {
        return FactsCodec.read(bytes).facts();
    }
}
