package dev.sampo.harness;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * One direction of a connection: bytes read here are written there, in order, as soon as the state of the link allows. A
 * link that is cut is not read at all, so that what is on its way waits, as in TCP, and goes on when it is healed.
 */
final class Lane {
    private static final int QUEUED_MAX = 1 << 20;

    /** What TCP waits, at least, before it sends again; twice as long each further time. */
    private static final long RESEND_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private static final int RESENDS_MAX = 6;

    private final SocketChannel source;
    private final SocketChannel sink;
    private final Supplier<LinkState> state;
    private final SplittableRandom random;
    private final Deque<Piece> queue = new ArrayDeque<>();
    private int queued;
    private long lastDue = Long.MIN_VALUE;
    private boolean isFull;
    private boolean sourceEnded;
    private boolean ended;

    private record Piece(ByteBuffer bytes, long due) {}

    Lane(SocketChannel source, SocketChannel sink, Supplier<LinkState> state, SplittableRandom random) {
        this.source = source;
        this.sink = sink;
        this.state = state;
        this.random = random;
    }

    boolean wantsToRead() {
        return !sourceEnded && queued < QUEUED_MAX && !state.get().cut();
    }

    /** Whether what is due waits for room in the sink. */
    boolean waitsForRoom() {
        return isFull;
    }

    boolean hasEnded() {
        return ended;
    }

    /** When the next piece may go on; the end of time when none waits for that. */
    long due() {
        return queue.isEmpty() || isFull || state.get().cut()
                ? Long.MAX_VALUE
                : queue.peek().due();
    }

    void read(ByteBuffer buffer, long now) throws IOException {
        if (!wantsToRead()) {
            return;
        }
        buffer.clear();
        int count = source.read(buffer);
        if (count < 0) {
            sourceEnded = true;
            return;
        }
        buffer.flip();
        if (queue.isEmpty() && state.get().isClear()) {
            sink.write(buffer);
            isFull = buffer.hasRemaining();
        }
        if (buffer.hasRemaining()) {
            var rest = ByteBuffer.allocate(buffer.remaining()).put(buffer).flip();
            queued += rest.remaining();
            queue.add(new Piece(rest, due(now)));
        }
    }

    /** Nothing overtakes: a piece is due after the one before it. */
    private long due(long now) {
        long wait = state.get().delayNanos();
        for (int resend = 0;
                resend < RESENDS_MAX && random.nextDouble() < state.get().loss();
                resend++) {
            wait += RESEND_NANOS << resend;
        }
        lastDue = Math.max(lastDue, now + wait);
        return lastDue;
    }

    void write(long now) throws IOException {
        if (state.get().cut()) {
            return;
        }
        isFull = false;
        while (!isFull && !queue.isEmpty() && queue.peek().due() <= now) {
            ByteBuffer bytes = queue.peek().bytes();
            queued -= sink.write(bytes);
            isFull = bytes.hasRemaining();
            if (!isFull) {
                queue.remove();
            }
        }
        if (sourceEnded && queue.isEmpty() && !ended) {
            ended = true;
            sink.shutdownOutput();
        }
    }
}
