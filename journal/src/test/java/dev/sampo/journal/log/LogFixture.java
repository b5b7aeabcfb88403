package dev.sampo.journal.log;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Logs of short strings, in a directory a test gives. */
public final class LogFixture {

    private LogFixture() {}

    public static LogSettings settings(Path directory, int segmentSize) {
        return new LogSettings(directory, segmentSize, 1 << 20, true, 4 << 20, 20_000, Duration.ofSeconds(5), 64 << 10);
    }

    /** How the tests of one log look at it: what was in it when it opened, and what it reported. */
    static final class Opened implements AutoCloseable {
        final List<String> found = new ArrayList<>();
        final List<Long> positions = new ArrayList<>();
        final Recorder reports = new Recorder();
        final Log log;

        Opened(LogSettings settings, Disk disk) {
            this.log = Log.open(settings, disk, reports, (position, payload) -> {
                found.add(text(payload));
                positions.add(position);
            });
        }

        CompletableFuture<long[]> append(String... texts) {
            return log.append(payloads(texts));
        }

        @Override
        public void close() {
            log.close();
        }
    }

    static Opened open(Path directory) {
        return new Opened(settings(directory, 1 << 20), Disk.real());
    }

    static List<Payload> payloads(String... texts) {
        return Stream.of(texts)
                .map(text -> Payload.of(text.getBytes(StandardCharsets.UTF_8)))
                .toList();
    }

    static String text(ByteBuffer payload) {
        return StandardCharsets.UTF_8.decode(payload).toString();
    }

    static <T> T done(CompletableFuture<T> future) throws Exception {
        return future.get(20, TimeUnit.SECONDS);
    }

    static Throwable failure(CompletableFuture<?> future) throws Exception {
        return future.handle((value, failure) -> failure).get(20, TimeUnit.SECONDS);
    }
}
