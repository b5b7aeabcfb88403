package dev.sampo.journal.replicated;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Puts the letters of one sender together again. Pieces of a letter arrive in order or not at all, and a lost letter is asked
 * for again by whoever misses it; so what does not fit is dropped, and only so much is kept as has really arrived.
 */
final class Assembly {

    /** A sender has few threads that write letters, each one letter at a time. */
    private static final int OPEN_MAX = 8;

    private static final class Open {
        private final Frame first;
        private byte[] bytes;
        private int size;

        private Open(Frame first) {
            this.first = first;
            this.bytes = new byte[0];
        }
    }

    private final int letterMax;
    private final Map<Long, Open> open = new LinkedHashMap<>();

    Assembly(int letterMax) {
        this.letterMax = letterMax;
    }

    /** The whole letter when this was its last piece and nothing of it is damaged, otherwise null. */
    byte[] add(Frame frame) {
        if (frame.total > letterMax || (long) frame.offset + frame.length > frame.total) {
            open.remove(frame.letter);
            return null;
        }
        if (frame.offset == 0 && frame.length == frame.total) {
            return undamaged(frame.bytes, frame.crc);
        }
        Open letter = frame.offset == 0 ? begin(frame) : open.get(frame.letter);
        if (letter == null || letter.size != frame.offset || letter.first.total != frame.total || frame.length == 0) {
            open.remove(frame.letter);
            return null;
        }
        append(letter, frame);
        if (letter.size < frame.total) {
            return null;
        }
        open.remove(frame.letter);
        return undamaged(letter.bytes, letter.first.crc);
    }

    private Open begin(Frame frame) {
        if (open.size() == OPEN_MAX) {
            open.remove(open.keySet().iterator().next());
        }
        Open letter = new Open(frame);
        open.put(frame.letter, letter);
        return letter;
    }

    private static void append(Open letter, Frame frame) {
        int needed = letter.size + frame.length;
        if (needed > letter.bytes.length) {
            int capacity = (int) Math.min(letter.first.total, Math.max(needed, 2L * letter.bytes.length));
            byte[] larger = new byte[capacity];
            System.arraycopy(letter.bytes, 0, larger, 0, letter.size);
            letter.bytes = larger;
        }
        System.arraycopy(frame.bytes, frame.from, letter.bytes, letter.size, frame.length);
        letter.size = needed;
    }

    private static byte[] undamaged(byte[] bytes, int crc) {
        return Frame.crcOf(bytes) == crc ? bytes : null;
    }
}
