package dev.sampo.actors.telemetry;

import dev.sampo.telemetry.Event;
import dev.sampo.telemetry.Listener;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One listener with what waits for it. What it throws concerns nobody else; it hears of what comes next all the same.
 *
 * <p>To wake a thread costs more than all else that is done to tell of a task. So the listener hears at once of what comes after a
 * silence, and then rests: what comes meanwhile it hears together, or when there is much of it.
 */
final class Audience implements AutoCloseable {
    static final int WAITING_MAX = 10_000;
    private static final int MUCH = WAITING_MAX / 4;
    private static final long REST_MILLIS = 10;
    /** For who is told that it is over: a listener that takes longer is left to itself. */
    private static final long END_MILLIS = 1_000;

    private static final Logger LOG = LoggerFactory.getLogger(Audience.class);
    private static final AtomicInteger THREADS = new AtomicInteger();

    private final Listener listener;
    private final Set<Class<? extends Event>> leavesOut;
    private final Thread thread;
    private List<Event> waiting = new ArrayList<>();
    private long dropped;
    private boolean isSilent;
    private boolean isClosed;
    private volatile boolean isLeft;
    private boolean hasThrown;

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

    synchronized void offer(Event event) {
        if (isClosed || leavesOut.contains(event.getClass())) {
            return;
        }
        if (waiting.size() == WAITING_MAX) {
            dropped++;
            return;
        }
        waiting.add(event);
        if (isSilent || waiting.size() == MUCH) {
            isSilent = false;
            notifyAll();
        }
    }

    synchronized void offer(List<Event> events) {
        events.forEach(this::offer);
    }

    private void hear() {
        List<Event> some = take();
        while (!some.isEmpty()) {
            for (int i = 0; i < some.size() && !isLeft; i++) {
                tell(some.get(i));
            }
            rest();
            some = take();
        }
    }

    /** Waits until there is something. Nothing is the end. */
    private synchronized List<Event> take() {
        while (waiting.isEmpty() && !isClosed) {
            isSilent = true;
            pause(0);
        }
        List<Event> taken = waiting;
        waiting = new ArrayList<>();
        if (dropped > 0) {
            taken.add(0, new Event.Dropped(taken.get(0).at(), dropped));
            dropped = 0;
        }
        return taken;
    }

    private synchronized void rest() {
        if (waiting.size() < MUCH && !isClosed) {
            pause(REST_MILLIS);
        }
    }

    /** An interrupt, by the listener itself or by whoever has waited for it for long enough, is as good an end as any. */
    private void pause(long millis) {
        try {
            wait(millis);
        } catch (InterruptedException over) {
            // See above.
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

    /** It hears of all that was told until now, and no more. */
    @Override
    public void close() {
        synchronized (this) {
            isClosed = true;
            notifyAll();
        }
        if (Thread.currentThread() != thread) {
            awaitEnd();
        }
    }

    private void awaitEnd() {
        try {
            thread.join(END_MILLIS);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
        isLeft = true;
        thread.interrupt();
    }
}
