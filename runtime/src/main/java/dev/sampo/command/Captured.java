package dev.sampo.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Reads what a command writes, to its end, and keeps a bounded part: the beginning up to one limit, the end up to another. */
final class Captured {
    private static final int BUFFER = 8_192;
    private static final String CUT = "[..]\n";

    private final InputStream from;
    private final Thread reader;
    private final byte[] last;
    private final int wholeMax;
    private byte[] whole = new byte[0];
    private int wholeSize;
    private long total;

    /** @param wholeMax of the beginning; 0 when only the end matters */
    Captured(InputStream from, int wholeMax, int lastMax, String name) {
        this.from = from;
        this.wholeMax = wholeMax;
        this.last = new byte[lastMax];
        this.reader = new Thread(this::read, name);
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        byte[] some = new byte[BUFFER];
        try (from) {
            for (int count = from.read(some); count >= 0; count = from.read(some)) {
                keep(some, count);
            }
        } catch (IOException closed) {
            // It was ended, and with it what it might have written.
        }
    }

    private synchronized void keep(byte[] some, int count) {
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

    /** Waits until all is read, for so long at most; something that went on by itself may hold the stream. */
    void await(long millis) throws InterruptedException {
        reader.join(millis);
    }

    synchronized long total() {
        return total;
    }

    /** All of it, if it is not more than may be kept. */
    synchronized String whole() {
        return new String(whole, 0, wholeSize, StandardCharsets.UTF_8);
    }

    synchronized boolean isWhole() {
        return total == wholeSize;
    }

    /** Its end: from the beginning of a line where something is left out. */
    synchronized String end() {
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
