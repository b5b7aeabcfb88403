package dev.sampo.planning;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SpanTest {
    @Test
    void aSpanHasTwoUnitsAtMost() {
        assertThat(Span.of(0)).isEqualTo("0 ms");
        assertThat(Span.of(999)).isEqualTo("999 ms");
        assertThat(Span.of(2_480)).isEqualTo("2.4 s");
        assertThat(Span.of(59_999)).isEqualTo("59.9 s");
        assertThat(Span.of(61_000)).isEqualTo("1 min 1 s");
        assertThat(Span.of(3_599_999)).isEqualTo("59 min 59 s");
        assertThat(Span.of(7_260_000)).isEqualTo("2 h 1 min");
        assertThat(Span.of(90_000_000)).isEqualTo("1 d 1 h");
    }
}
