package dev.sampo.journal.log;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** The bounded queue before the writer: whoever appends faster than the disk takes it is made to wait, then refused. */
final class AppendQueue {

    /** Some records that become durable together, and who waits for that. */
    static final class Append extends CompletableFuture<long[]> {
        final List<? extends Payload> payloads;
        final byte kind;
        final boolean urgent;
        final int failuresSeen;
        final long bytes;
        final long[] positions;

        static Append urgent(byte kind, List<? extends Payload> payloads) {
            return new Append(payloads, kind, true, 0);
        }

        static Append ordinary(List<? extends Payload> payloads, int failuresSeen) {
            return new Append(payloads, RecordFormat.DATA, false, failuresSeen);
        }

        private Append(List<? extends Payload> payloads, byte kind, boolean urgent, int failuresSeen) {
            this.payloads = payloads;
            this.kind = kind;
            this.urgent = urgent;
            this.failuresSeen = failuresSeen;
            this.positions = new long[payloads.size()];
            long sum = 0;
            for (Payload payload : payloads) {
                sum += RecordFormat.HEADER + payload.size();
            }
            this.bytes = sum;
        }
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final Condition room = lock.newCondition();
    private final LogSettings settings;
    private List<Append> waiting = new ArrayList<>();
    private long bytes;
    private LogException refusal;

    AppendQueue(LogSettings settings) {
        this.settings = settings;
    }

    /** Waits for room as long as the settings allow; a thread that {@code mayWait} not is refused at once. */
    void put(Append append, boolean mayWait) {
        lock.lock();
        try {
            long left = mayWait ? settings.queueWait().toNanos() : 0;
            while (refusal == null && isFull(append)) {
                if (left <= 0) {
                    throw new LogBusy("JOURNAL_BUSY directory=" + settings.directory() + " " + waiting.size()
                            + " appends of " + bytes + " bytes wait for the disk (queue-entries-max "
                            + settings.queueEntriesMax() + ", queue-bytes-max " + settings.queueBytesMax()
                            + "): append less at once, or raise them");
                }
                left = awaitRoom(left);
            }
            if (refusal != null) {
                throw refusal;
            }
            waiting.add(append);
            bytes += append.bytes;
            if (waiting.size() == 1) {
                arrived.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean isFull(Append append) {
        return waiting.size() >= settings.queueEntriesMax() || bytes + append.bytes > settings.queueBytesMax();
    }

    private long awaitRoom(long nanos) {
        try {
            return room.awaitNanos(nanos);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return 0;
        }
    }

    /** Everything queued, waiting for the first of it; null once the queue was closed and is empty. */
    List<Append> takeAll() {
        lock.lock();
        try {
            while (waiting.isEmpty()) {
                if (refusal != null) {
                    return null;
                }
                arrived.awaitUninterruptibly();
            }
            List<Append> taken = waiting;
            waiting = new ArrayList<>(Math.min(taken.size() + 1, 1024));
            bytes = 0;
            room.signalAll();
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /** From now on every append is refused with this; what is queued may still be taken. */
    void close(LogException why) {
        lock.lock();
        try {
            if (refusal == null) {
                refusal = why;
            }
            arrived.signalAll();
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
