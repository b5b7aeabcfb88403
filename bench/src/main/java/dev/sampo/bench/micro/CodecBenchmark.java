package dev.sampo.bench.micro;

import dev.sampo.body.AllowList;
import dev.sampo.body.Bodies;
import dev.sampo.body.BodyLoader;
import dev.sampo.body.Catalogue;
import dev.sampo.body.KryoCodec;
import dev.sampo.dag.Body0;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What users' own values and bodies cost to encode and to decode: a small record, and a lambda that captures a number. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class CodecBenchmark {

    record Point(String name, int x, int y) {}

    private final AllowList allowed = AllowList.of(Set.of("dev.sampo.bench.micro."));
    private final BodyLoader loader = new BodyLoader(CodecBenchmark.class.getClassLoader(), allowed, Catalogue.empty());
    private final KryoCodec codec = loader.codec();
    private final Point point = new Point("here", 3, 4);
    private final byte[] pointBytes = codec.encode(point);
    private final Body0<Long> body = capturing(42);
    private final byte[] bodyBytes = Bodies.encode("t", body, allowed);
    private long captured;

    private static Body0<Long> capturing(long number) {
        return () -> number;
    }

    @Benchmark
    public byte[] encodeRecord() {
        return codec.encode(point);
    }

    @Benchmark
    public Object decodeRecord() {
        return codec.decode(pointBytes);
    }

    @Benchmark
    public byte[] encodeLambda() {
        return Bodies.encode("t", capturing(++captured), allowed);
    }

    @Benchmark
    public Object decodeLambda() {
        return loader.load(bodyBytes);
    }
}
