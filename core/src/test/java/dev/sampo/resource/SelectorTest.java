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
        assertThat(Selector.ANY.matches(Map.of())).isTrue();
    }

    @Test
    void everyConditionMustHold() {
        assertThat(label("disk").is("nvme").matches(NODE)).isTrue();
        assertThat(label("disk").is("nvme").and(label("zone").is("b")).matches(NODE))
                .isFalse();
        assertThat(label("zone").in("b", "a", "a").matches(NODE)).isTrue();
        assertThat(label("zone").isNot("a").matches(NODE)).isFalse();
        assertThat(label("zone").isPresent().matches(NODE)).isTrue();
    }

    @Test
    void aLabelThatIsNotThereHasNoValueNotEvenAnEmptyOne() {
        assertThat(label("gpu").is("").matches(NODE)).isFalse();
        assertThat(label("gpu").isNot("old").matches(NODE)).isTrue();
        assertThat(label("gpu").isNot("").matches(NODE)).isTrue();
        assertThat(label("gpu").isPresent().matches(NODE)).isFalse();
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
}
