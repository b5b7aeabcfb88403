package dev.sampo.command;

import dev.sampo.wire.Chunk;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The end of what is written to a stream, up to a bound. Whoever listens reads it while it grows, from another thread. */
final class Tail {
    private static final int FIRST = 8_192;
    private static final String CUT = "[..]\n";

    private final int max;
    /** As long as it is shorter than it may be, all there was is in it, from its beginning; then it goes round. */
    private byte[] ring = new byte[0];

    private long total;

    Tail(int max) {
        this.max = max;
    }

    synchronized void add(byte[] some, int count) {
        if (ring.length < max && total + count > ring.length) {
            ring = Arrays.copyOf(ring, (int) Math.min(max, Math.max(total + count, Math.max(FIRST, 2L * ring.length))));
        }
        int from = Math.max(0, count - ring.length);
        if (from < count) {
            int at = (int) ((total + from) % ring.length);
            int straight = Math.min(count - from, ring.length - at);
            System.arraycopy(some, from, ring, at, straight);
            System.arraycopy(some, from + straight, ring, 0, count - from - straight);
        }
        total += count;
    }

    synchronized long total() {
        return total;
    }

    /** How much memory it takes. */
    synchronized int kept() {
        return ring.length;
    }

    /** At most so many bytes from this one on, or from the first that is still there. */
    synchronized Chunk from(long from, int most) {
        long begin = Math.max(Math.min(from, total), total - Math.min(total, ring.length));
        int length = (int) Math.min(most, total - begin);
        byte[] bytes = new byte[length];
        if (length > 0) {
            int at = (int) (begin % ring.length);
            int straight = Math.min(length, ring.length - at);
            System.arraycopy(ring, at, bytes, 0, straight);
            System.arraycopy(ring, 0, bytes, straight, length - straight);
        }
        return new Chunk(begin, total, bytes);
    }

    /** The last bytes, at most so many: from the beginning of a line where something is left out. */
    String end(int most) {
        Chunk last = from(Math.max(0, total() - most), most);
        String text = new String(last.bytes(), StandardCharsets.UTF_8);
        if (last.offset() == 0 || most == 0) {
            return text;
        }
        int line = text.indexOf('\n') + 1;
        return CUT + (line < text.length() ? text.substring(line) : text);
    }
}
