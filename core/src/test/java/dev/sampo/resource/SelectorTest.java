package dev.sampo.resource;

import static dev.sampo.resource.Selector.label;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class SelectorTest {
    private static final Map<String, String> NODE = Map.of("disk", "nvme", "zone", "a");

    @Test
    void anyNodeMatchesNoConditions() {
        assertThat(Selector.ANY.matches("n", Map.of())).isTrue();
    }

    @Test
    void everyConditionMustHold() {
        assertThat(label("disk").is("nvme").matches("n", NODE)).isTrue();
        assertThat(label("disk").is("nvme").and(label("zone").is("b")).matches("n", NODE))
                .isFalse();
        assertThat(label("zone").in("b", "a", "a").matches("n", NODE)).isTrue();
        assertThat(label("zone").isNot("a").matches("n", NODE)).isFalse();
        assertThat(label("zone").isPresent().matches("n", NODE)).isTrue();
    }

    @Test
    void aLabelThatIsNotThereHasNoValueNotEvenAnEmptyOne() {
        assertThat(label("gpu").is("").matches("n", NODE)).isFalse();
        assertThat(label("gpu").isNot("old").matches("n", NODE)).isTrue();
        assertThat(label("gpu").isNot("").matches("n", NODE)).isTrue();
        assertThat(label("gpu").isPresent().matches("n", NODE)).isFalse();
    }

    @Test
    void conditionsThatCannotBeMeantAreRefused() {
        assertThatThrownBy(() -> label(" ")).hasMessageContaining("blank");
        assertThatThrownBy(() -> label("zone").in()).hasMessageContaining("\"zone\" is given no values");
        assertThatThrownBy(() -> new Selector.NoneOf("zone", Set.of())).hasMessageContaining("no values");
        assertThatThrownBy(() -> new Selector.Present("")).hasMessageContaining("blank");
    }

    @Test
    void theyReadAsSentences() {
        assertThat(label("disk")
                        .in("b", "a")
                        .and(label("zone").isNot("c"))
                        .and(label("gpu").isPresent()))
                .hasToString("disk in [a, b], zone!=c, has gpu");
        assertThat(Selector.ANY).hasToString("any node");
    }

    @Test
    void theNameOfANodeIsALabelThatNobodyElseCanGive() {
        assertThat(label(Selector.NODE).is("n").matches("n", NODE)).isTrue();
        assertThat(label(Selector.NODE).in("m", "n").matches("n", NODE)).isTrue();
        assertThat(label(Selector.NODE).is("m").matches("n", Map.of(Selector.NODE, "m")))
                .isFalse();
        assertThat(label(Selector.NODE).isNot("n").matches("n", NODE)).isFalse();
        assertThat(label(Selector.NODE).isPresent().matches("n", Map.of())).isTrue();
        assertThat(label(Selector.NODE).is("n").and(label("zone").is("a")).matches("n", NODE))
                .isEqualTo(label("zone").is("a").matches("n", NODE));
    }
}
