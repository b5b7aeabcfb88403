package dev.sampo.http.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.http.cli.Progress.Bar;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The bars of {@code ./sampo job JOB --watch}. */
class LookingOnTest {

    @Test
    void theElementsOfAnEachHaveOneBarTogether() {
        assertThat(LookingOn.byStage(List.of(
                        new Bar("texts", 1, 1, false, 0, 0),
                        new Bar("count[0]", 1, 1, false, 0, 0),
                        new Bar("count[1]", 0, 1, false, 1, 0),
                        new Bar("sum", 0, 1, false, 0, 0),
                        new Bar("count[2]", 0, 1, false, 0, 1))))
                .containsExactly(
                        new Bar("texts", 1, 1, false, 0, 0),
                        new Bar("count", 1, 3, false, 1, 1),
                        new Bar("sum", 0, 1, false, 0, 0));
    }
}
