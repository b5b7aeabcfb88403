package dev.sampo.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What is kept of the end of a stream is its end, however it came. */
class TailTest {

    @Test
    void theLastBytesAreThereHoweverTheyCame() {
        var random = new Random(7);
        for (int max : new int[] {0, 1, 10, 5_000, 40_000}) {
            var tail = new Tail(max);
            var all = new ByteArrayOutputStream();
            for (int i = 0; i < 60; i++) {
                byte[] some = new byte[random.nextInt(2_000)];
                random.nextBytes(some);
                tail.add(some, some.length);
                all.writeBytes(some);
                byte[] written = all.toByteArray();
                var kept = tail.from(0, max);
                assertThat(kept.total()).isEqualTo(written.length);
                assertThat(kept.bytes()).hasSize(Math.min(max, written.length));
                assertThat(kept.bytes()).isEqualTo(Arrays.copyOfRange(written, (int) kept.offset(), written.length));
                int from = random.nextInt(written.length + 1);
                var part = tail.from(from, 100);
                assertThat(part.offset()).isGreaterThanOrEqualTo(from);
                assertThat(part.bytes())
                        .isEqualTo(Arrays.copyOfRange(
                                written, (int) part.offset(), (int) part.offset() + part.bytes().length));
            }
        }
    }

    @Test
    void whoeverAsksBeyondTheEndGetsNothing() {
        var tail = new Tail(10);
        add(tail, "abc");
        assertThat(tail.from(Long.MAX_VALUE, 10).bytes()).isEmpty();
        assertThat(tail.from(3, 10).bytes()).isEmpty();
        assertThat(tail.from(2, 10).bytes()).containsExactly('c');
    }

    @Test
    void theEndBeginsWithALineWhereSomethingIsLeftOut() {
        var tail = new Tail(100);
        add(tail, "first\nsecond\nthird\n");
        assertThat(tail.end(100)).isEqualTo("first\nsecond\nthird\n");
        assertThat(tail.end(9)).isEqualTo("[..]\nthird\n");
        assertThat(tail.end(0)).isEmpty();
    }

    private static void add(Tail tail, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        tail.add(bytes, bytes.length);
    }
}
