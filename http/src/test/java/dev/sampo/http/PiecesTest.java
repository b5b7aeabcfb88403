package dev.sampo.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sampo.file.Nearest;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Small rules. */
class PiecesTest {

    @Test
    void durationsAreReadAsPeopleWriteThem() {
        assertThat(Durations.parse("wait", "500ms")).isEqualTo(Duration.ofMillis(500));
        assertThat(Durations.parse("wait", "2m")).isEqualTo(Duration.ofMinutes(2));
        for (String wrong : List.of("", "5", "-1s", "5 s", "1e9s", "9999999999s", "s")) {
            assertThatThrownBy(() -> Durations.parse("wait", wrong)).hasMessageContaining("wait=" + wrong);
        }
    }

    @Test
    void theNearestNamesAreGuessedAndNothingWhenNoneIsNear() {
        assertThat(Nearest.hint("word-cuont", Stream.of("word-count-1", "word-count", "other")))
                .isEqualTo("; did you mean word-count?");
        assertThat(Nearest.hint("count", Stream.of("word-count-1"))).contains("word-count-1");
        assertThat(Nearest.hint("zebra", Stream.of("word-count-1", "x".repeat(5_000))))
                .isEmpty();
    }
}
