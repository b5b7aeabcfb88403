package dev.sampo.bench.micro;

import com.typesafe.config.ConfigFactory;
import dev.sampo.journal.log.Disk;
import dev.sampo.journal.log.Log;
import dev.sampo.journal.log.LogSettings;
import dev.sampo.journal.log.LogWatcher;
import dev.sampo.journal.log.Payload;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** How long a caller waits until a batch of 100-byte records is on the disk. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
public class JournalBenchmark {
    private static final int RECORD_BYTES = 100;

    @Param({"1", "100"})
    int batch;

    @Param({"true", "false"})
    boolean fsync;

    private Path directory;
    private Log log;
    private List<Payload> records;

    @Setup
    public void open() throws IOException {
        directory = Files.createTempDirectory("sampo-bench");
        var overrides = Map.of("directory", directory.resolve("log").toString(), "fsync", fsync);
        var settings = LogSettings.from(ConfigFactory.parseMap(overrides)
                .withFallback(ConfigFactory.load().getConfig("sampo.journal.log")));
        log = Log.open(settings, Disk.real(), new Strict(), (position, payload) -> {});
        records = Collections.nCopies(batch, Payload.of(new byte[RECORD_BYTES]));
    }

    @TearDown
    public void close() throws IOException {
        log.close();
        try (var files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Benchmark
    public long[] append() {
        return log.append(records).join();
    }

    /** A benchmark on a disk with troubles would measure the troubles. */
    private static final class Strict implements LogWatcher {
        @Override
        public void tailTruncated(Path file, long offset, long bytes) {
            throw new IllegalStateException(file + " was cut at " + offset);
        }

        @Override
        public void full(Path directory, IOException cause) {
            throw new IllegalStateException("no room left in " + directory, cause);
        }

        @Override
        public void roomAgain(Path directory) {
            throw new IllegalStateException("there was no room in " + directory);
        }

        @Override
        public void segmentDropped(Path file) {
            throw new IllegalStateException(file + " was dropped");
        }

        @Override
        public void notCleaned(Path directory, Exception cause) {
            throw new IllegalStateException(directory + " was to be cleaned", cause);
        }

        @Override
        public void outcomeUnknown(String what, Path file, long offset, IOException cause) {
            throw new IllegalStateException(what + " of " + file + " at " + offset, cause);
        }
    }
}
