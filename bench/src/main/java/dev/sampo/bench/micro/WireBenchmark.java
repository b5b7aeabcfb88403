package dev.sampo.bench.micro;

import com.typesafe.config.ConfigFactory;
import dev.sampo.job.Grounds;
import dev.sampo.job.JobId;
import dev.sampo.link.Order;
import dev.sampo.link.Orders;
import dev.sampo.link.Report;
import dev.sampo.link.Session;
import dev.sampo.wire.ToScheduler;
import dev.sampo.wire.ToWorker;
import dev.sampo.wire.Wire;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.pekko.actor.typed.ActorSystem;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.serialization.ByteBufferSerializer;
import org.apache.pekko.serialization.Serialization;
import org.apache.pekko.serialization.SerializationExtension;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What messages between nodes cost to write and to read, as Artery does it: into and out of a buffer it owns. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class WireBenchmark {
    private static final int ENDED = 100;
    private static final int ASSIGNED = 64;
    private static final JobId JOB = new JobId("flat-0a4ff8ff-1c6d-4c0d-9dd1-4d1ab4d3a1d5");

    private final ByteBuffer buffer = ByteBuffer.allocateDirect(256 << 10);
    private ActorSystem<?> system;
    private ByteBufferSerializer serializer;
    private Wire report;
    private Wire orders;
    private ByteBuffer reportBytes;
    private ByteBuffer ordersBytes;

    @Setup
    public void begin() {
        system = ActorSystem.create(
                Behaviors.empty(),
                "bench",
                ConfigFactory.parseMap(Map.of("pekko.loglevel", "ERROR")).withFallback(ConfigFactory.load()));
        Serialization serialization = SerializationExtension.get(system);
        var session = new Session(0, 1, 1);
        var ended = Bench.attempts(JOB, ENDED).stream()
                .map(attempt -> new Report.Ended(attempt, Bench.SUCCESS, Bench.MICROS, Report.Ended.NONE, Grounds.NONE))
                .toList();
        report = new ToScheduler.FromNode(new Report(
                session,
                Bench.node(0),
                1,
                7,
                7,
                List.of(),
                List.of(),
                ended,
                List.of(),
                Optional.empty(),
                Report.Others.NONE));
        var assign = new Order.Assign(JOB, IntStream.range(0, ASSIGNED).toArray(), 1, 1, false);
        orders = new ToWorker.FromPartition(
                new Orders(session, 7, 7, 7, List.of(assign)),
                system.deadLetters().unsafeUpcast());
        serializer = (ByteBufferSerializer) serialization.findSerializerFor(report);
        reportBytes = written(report);
        ordersBytes = written(orders);
    }

    private ByteBuffer written(Wire message) {
        var bytes = ByteBuffer.allocateDirect(256 << 10);
        serializer.toBinary(message, bytes);
        return bytes.flip();
    }

    @TearDown
    public void end() {
        system.terminate();
    }

    @Benchmark
    public ByteBuffer writeReportOf100() {
        serializer.toBinary(report, buffer.clear());
        return buffer;
    }

    @Benchmark
    public Object readReportOf100() throws Exception {
        return serializer.fromBinary(reportBytes.rewind(), "");
    }

    @Benchmark
    public ByteBuffer writeOrdersFor64() {
        serializer.toBinary(orders, buffer.clear());
        return buffer;
    }

    @Benchmark
    public Object readOrdersFor64() throws Exception {
        return serializer.fromBinary(ordersBytes.rewind(), "");
    }
}
