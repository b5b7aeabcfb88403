package dev.sampo.actors.telemetry;

import dev.sampo.telemetry.Event;
import dev.sampo.telemetry.Listener;
import java.util.ArrayList;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One listener with what waits for it. What it throws concerns nobody else; it hears of what comes next all the same. */
final class Audience implements AutoCloseable {
    static final int WAITING_MAX = 10_000;
    private static final int AT_ONCE = 256;

    private static final Logger LOG = LoggerFactory.getLogger(Audience.class);
    private static final AtomicInteger THREADS = new AtomicInteger();

    private final Listener listener;
    private final Set<Class<? extends Event>> leavesOut;
    private final BlockingQueue<Event> waiting = new ArrayBlockingQueue<>(WAITING_MAX);
    private final LongAdder dropped = new LongAdder();
    private final Thread thread;
    private boolean hasThrown;
    private volatile boolean isClosed;

    Audience(Listener listener) {
        this.listener = listener;
        this.leavesOut = Set.copyOf(listener.leavesOut());
        this.thread = new Thread(this::hear, "sampo-listener-" + THREADS.incrementAndGet());
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    Set<Class<? extends Event>> leavesOut() {
        return leavesOut;
    }

    void offer(Event event) {
        if (!leavesOut.contains(event.getClass()) && !waiting.offer(event)) {
            dropped.increment();
        }
    }

    /** Those that have come are taken together: to take each by itself would hold up who tells. */
    private void hear() {
        var some = new ArrayList<Event>(AT_ONCE);
        while (!isClosed) {
            try {
                some.add(waiting.take());
                waiting.drainTo(some, AT_ONCE - 1);
                long lost = dropped.sumThenReset();
                if (lost > 0) {
                    tell(new Event.Dropped(some.get(0).at(), lost));
                }
                for (int i = 0; i < some.size() && !isClosed; i++) {
                    tell(some.get(i));
                }
                some.clear();
            } catch (InterruptedException over) {
                // By whoever closes it, or by the listener itself, which is of no importance.
            }
        }
    }

    private void tell(Event event) {
        try {
            listener.on(event);
        } catch (Exception | LinkageError | StackOverflowError | AssertionError thrown) {
            if (!hasThrown) {
                hasThrown = true;
                LOG.warn("{} has thrown at {}; what else it throws is not told", listener, event, thrown);
            }
        }
    }

    /** It hears no more; what it is in the middle of it may end. */
    @Override
    public void close() {
        isClosed = true;
        thread.interrupt();
    }
}
