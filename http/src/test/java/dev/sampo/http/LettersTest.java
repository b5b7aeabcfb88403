package dev.sampo.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Wherever a text is cut, each of its letters is in one piece. */
class LettersTest {
    private static final String TEXT = "a\u00fcb\u6f22\ud83d\ude00c";

    @Test
    void noLetterIsTornWhereverPiecesMeet() {
        byte[] all = TEXT.getBytes(StandardCharsets.UTF_8);
        for (int cut = 0; cut <= all.length; cut++) {
            byte[] head = Arrays.copyOf(all, cut);
            int whole = Letters.whole(head);
            assertThat(cut - whole).isBetween(0, 3);
            assertThat(Letters.of(all, 0, whole) + Letters.of(all, whole, all.length))
                    .isEqualTo(TEXT);
            byte[] tail = Arrays.copyOfRange(all, cut, all.length);
            assertThat(TEXT).endsWith(Letters.of(tail, Letters.torn(tail), tail.length));
        }
    }

    /** Whoever waits for the rest of what is no letter would wait for ever. */
    @Test
    void whatIsNoTextGoesOn() {
        byte[] noise = new byte[100];
        Arrays.fill(noise, (byte) 0x80);
        assertThat(Letters.whole(noise)).isEqualTo(100);
        assertThat(Letters.whole(new byte[] {(byte) 0xFF, (byte) 0xFF})).isEqualTo(2);
        assertThat(Letters.whole(new byte[0])).isZero();
    }
}
