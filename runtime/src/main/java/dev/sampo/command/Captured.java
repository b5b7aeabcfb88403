package dev.sampo.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads what a command writes, and keeps a bounded part: the beginning up to one limit, the end up to another. */
final class Captured {
    private static final int BUFFER = 8_192;
    private static final String CUT = "[..]\n";

    /** No pipe holds more: so much may be left when a command has ended; a daemon that it left may write on for ever. */
    private static final int TAKE_MAX = 1 << 20;

    private final InputStream from;
    private final byte[] last;
    private final int wholeMax;
    private final byte[] some = new byte[BUFFER];
    private byte[] whole = new byte[0];
    private int wholeSize;
    private long total;

    /** @param wholeMax of the beginning; 0 when only the end matters */
    Captured(InputStream from, int wholeMax, int lastMax) {
        this.from = from;
        this.wholeMax = wholeMax;
        this.last = new byte[lastMax];
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
        for (int i = Math.max(0, count - last.length); i < count; i++) {
            last[(int) ((total + i) % last.length)] = some[i];
        }
        total += count;
    }

    long total() {
        return total;
    }

    /** All of it, if it is not more than may be kept. */
    String whole() {
        return new String(whole, 0, wholeSize, StandardCharsets.UTF_8);
    }

    boolean isWhole() {
        return total == wholeSize;
    }

    /** Its end: from the beginning of a line where something is left out. */
    String end() {
        if (last.length == 0) {
            return "";
        }
        if (total <= last.length) {
            return new String(last, 0, (int) total, StandardCharsets.UTF_8);
        }
        byte[] end = new byte[last.length];
        int from = (int) (total % last.length);
        System.arraycopy(last, from, end, 0, last.length - from);
        System.arraycopy(last, 0, end, last.length - from, from);
        String text = new String(end, StandardCharsets.UTF_8);
        int line = text.indexOf('\n') + 1;
        return CUT + (line < text.length() ? text.substring(line) : text);
    }
}
