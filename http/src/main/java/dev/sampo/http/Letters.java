package dev.sampo.http;

import java.nio.charset.StandardCharsets;

/** Bytes that come in pieces, as letters: none is torn where pieces meet. */
final class Letters {
    private static final int LONGEST = 4;

    private Letters() {}

    /** How many of these bytes are whole letters; what is no UTF-8 at all is left as it is. */
    static int whole(byte[] utf8) {
        for (int back = 1; back <= Math.min(LONGEST, utf8.length); back++) {
            byte lead = utf8[utf8.length - back];
            if ((lead & 0xC0) != 0x80) {
                return back < length(lead) ? utf8.length - back : utf8.length;
            }
        }
        return utf8.length;
    }

    private static int length(byte lead) {
        if ((lead & 0xE0) == 0xC0) {
            return 2;
        }
        if ((lead & 0xF0) == 0xE0) {
            return 3;
        }
        return (lead & 0xF8) == 0xF0 ? LONGEST : 1;
    }

    /** How many bytes at the beginning belong to a letter that began before them. */
    static int torn(byte[] utf8) {
        int torn = 0;
        while (torn < Math.min(LONGEST - 1, utf8.length) && (utf8[torn] & 0xC0) == 0x80) {
            torn++;
        }
        return torn;
    }

    static String of(byte[] utf8, int from, int to) {
        return new String(utf8, from, to - from, StandardCharsets.UTF_8);
    }
}
