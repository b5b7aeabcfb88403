package dev.sampo.journal;

import dev.sampo.journal.log.Log;
import dev.sampo.journal.log.LogException;
import dev.sampo.journal.log.LogWatcher;
import dev.sampo.journal.log.Payload;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * Empties segments of which little is still needed: copies that forward, then drops them. Without the copying one quiet
 * entity with a single old event would keep its segment for ever.
 */
final class Cleaner implements AutoCloseable {

    private static final int CARRY_AT_ONCE = 1 << 18;

    /** A record that is still needed and on its way to the end of the log; {@code first} is 0 for a tombstone. */
    private record Carried(Stream stream, long first, long position, byte[] bytes) {}

    private final Log log;
    private final Tally tally;
    private final Map<String, Stream> streams;
    private final LogWatcher watcher;
    private final ThreadPoolExecutor thread;
    private int carriedBytes;

    Cleaner(Log log, Tally tally, Map<String, Stream> streams, LogWatcher watcher) {
        this.log = log;
        this.tally = tally;
        this.streams = streams;
        this.watcher = watcher;
        // One run at a time and at most one more asked for: a run looks at everything there is to do.
        this.thread = new ThreadPoolExecutor(
                1,
                1,
                1,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(1),
                run -> {
                    Thread cleaner = new Thread(run, "sampo-log-cleaner " + log.directory());
                    cleaner.setDaemon(true);
                    return cleaner;
                },
                new ThreadPoolExecutor.DiscardPolicy());
        thread.allowCoreThreadTimeOut(true);
    }

    void wake() {
        if (!tally.nearlyEmptyBefore(log.activeSegment()).isEmpty()) {
            thread.execute(this::clean);
        }
    }

    private void clean() {
        for (int segment : tally.nearlyEmptyBefore(log.activeSegment())) {
            if (thread.isShutdown()) {
                return;
            }
            try {
                empty(segment);
            } catch (CompletionException e) {
                watcher.notCleaned(log.directory(), e.getCause() instanceof Exception cause ? cause : e);
            } catch (IOException | LogException e) {
                watcher.notCleaned(log.directory(), e);
            }
        }
    }

    private void empty(int segment) throws IOException {
        if (tally.live(segment) > 0) {
            List<Carried> carried = new ArrayList<>();
            carriedBytes = 0;
            log.scan(segment, (position, payload) -> gather(carried, position, payload));
            carry(carried);
        }
        if (tally.live(segment) == 0) {
            log.drop(segment);
            tally.forget(segment);
        }
    }

    private void gather(List<Carried> carried, long position, ByteBuffer payload) {
        int start = payload.position();
        byte type = payload.get();
        Stream stream = streams.get(Text.get(payload));
        long first = type == EventRecord.TYPE ? payload.getLong() : 0;
        if (first == 0 ? !stream.isTombstone(position) : !stream.isLive(position, first)) {
            return;
        }
        byte[] bytes = new byte[payload.position(start).remaining()];
        payload.get(bytes);
        carried.add(new Carried(stream, first, position, bytes));
        carriedBytes += bytes.length;
        if (carriedBytes >= CARRY_AT_ONCE) {
            carry(carried);
        }
    }

    private void carry(List<Carried> carried) {
        if (carried.isEmpty()) {
            return;
        }
        long[] positions = log.appendUrgently(
                        carried.stream().map(each -> Payload.of(each.bytes())).toList())
                .join();
        for (int i = 0; i < positions.length; i++) {
            Carried each = carried.get(i);
            if (each.first() == 0) {
                each.stream().tombstoneMoved(each.position(), positions[i]);
            } else {
                each.stream().moved(each.first(), each.position(), positions[i]);
            }
        }
        carried.clear();
        carriedBytes = 0;
    }

    @Override
    public void close() {
        thread.shutdown();
        boolean interrupted = false;
        while (!thread.isTerminated()) {
            try {
                thread.awaitTermination(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
