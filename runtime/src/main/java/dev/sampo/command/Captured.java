package dev.sampo.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads what a command writes, and keeps a bounded part: the beginning up to one limit, the end up to another. */
final class Captured {
    private static final int BUFFER = 8_192;
    /** No pipe holds more: so much may be left when a command has ended; a daemon that it left may write on for ever. */
    private static final int TAKE_MAX = 1 << 20;

    private final InputStream from;
    private final Tail tail;
    private final int endMax;
    private final int wholeMax;
    private final byte[] some = new byte[BUFFER];
    private byte[] whole = new byte[0];
    private int wholeSize;

    /**
     * @param wholeMax of the beginning; 0 when only the end matters
     * @param endMax of the end, as it is kept with the task
     * @param tailMax of the end, for those who listen
     */
    Captured(InputStream from, int wholeMax, int endMax, int tailMax) {
        this.from = from;
        this.wholeMax = wholeMax;
        this.endMax = endMax;
        this.tail = new Tail(Math.max(endMax, tailMax));
    }

    /** Takes what is there, and waits for nothing: a daemon that a command left may hold the stream. Tells whether anything was. */
    boolean take() {
        int taken = 0;
        try {
            int count = 1;
            while (count > 0 && taken < TAKE_MAX) {
                count = read();
                keep(count);
                taken += count;
            }
        } catch (IOException closed) {
            // It was ended, and with it what it might have written.
        }
        return taken > 0;
    }

    /** At its end the JDK takes what is left out of the pipe: not between one step and the other. */
    private int read() throws IOException {
        synchronized (from) {
            int there = Math.min(from.available(), some.length);
            return there > 0 ? Math.max(0, from.read(some, 0, there)) : 0;
        }
    }

    void close() {
        try {
            from.close();
        } catch (IOException gone) {
            // Closed is closed.
        }
    }

    private void keep(int count) {
        int room = Math.min(count, wholeMax - wholeSize);
        if (room > 0) {
            if (wholeSize + room > whole.length) {
                whole = Arrays.copyOf(whole, Math.min(wholeMax, Math.max(BUFFER, 2 * (wholeSize + room))));
            }
            System.arraycopy(some, 0, whole, wholeSize, room);
            wholeSize += room;
        }
        tail.add(some, count);
    }

    Tail tail() {
        return tail;
    }

    long total() {
        return tail.total();
    }

    /** All of it, if it is not more than may be kept. */
    String whole() {
        return new String(whole, 0, wholeSize, StandardCharsets.UTF_8);
    }

    boolean isWhole() {
        return total() == wholeSize;
    }

    /** Its end, as much as is kept. */
    String end() {
        return tail.end(endMax);
    }
}
