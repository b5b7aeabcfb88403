package dev.sampo.membership;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MinorityTest {
    private static final long PATIENCE = 10_000;
    private final Minority ofThree = new Minority(3, PATIENCE);

    @Test
    void oneThatIsLeftOfThreeEndsWhenItsPatienceDoes() {
        assertThat(ofThree.mustEnd(List.of("a:1", "b:2"), 0)).isFalse();
        assertThat(ofThree.mustEnd(List.of("a:1"), 1_000)).isFalse();
        assertThat(ofThree.mustEnd(List.of("a:1"), 11_000)).isFalse();
        assertThat(ofThree.mustEnd(List.of("a:1"), 11_001)).isTrue();
    }

    @Test
    void whoIsHeardOfAgainInTimeHasCostNothing() {
        assertThat(ofThree.mustEnd(List.of("a:1"), 0)).isFalse();
        assertThat(ofThree.mustEnd(List.of("a:1", "c:3"), 9_000)).isFalse();
        assertThat(ofThree.mustEnd(List.of("a:1"), 10_500)).isFalse();
        assertThat(ofThree.mustEnd(List.of("a:1"), 20_000)).isFalse();
    }

    @Test
    void aMajorityGoesOnForEver() {
        for (long now = 0; now < 100 * PATIENCE; now += PATIENCE) {
            assertThat(ofThree.mustEnd(List.of("b:2", "c:3"), now)).isFalse();
        }
    }

    @Test
    void theLastOfThreeThatStaysWhenTheOthersHaveLeftInOrderGoesOn() {
        ofThree.leaves("a:1");
        ofThree.leaves("b:2");
        assertThat(ofThree.mustEnd(List.of("c:3"), 0)).isFalse();
        assertThat(ofThree.mustEnd(List.of("c:3"), 2 * PATIENCE)).isFalse();
    }

    @Test
    void whoCameBackIsExpectedAgain() {
        ofThree.leaves("a:1");
        assertThat(ofThree.needed()).isOne();
        assertThat(ofThree.mustEnd(List.of("a:1", "b:2", "c:3"), 0)).isFalse();
        assertThat(ofThree.needed()).isEqualTo(2);
        assertThat(ofThree.mustEnd(List.of("c:3"), 1)).isFalse();
        assertThat(ofThree.mustEnd(List.of("c:3"), 2 + PATIENCE)).isTrue();
    }

    @Test
    void whoWasMoreThanExpectedMayLeave() {
        assertThat(ofThree.mustEnd(List.of("a:1", "b:2", "c:3", "d:4"), 0)).isFalse();
        ofThree.leaves("d:4");
        assertThat(ofThree.needed()).isEqualTo(2);
        ofThree.leaves("c:3");
        assertThat(ofThree.needed()).isOne();
    }

    @Test
    void ofTwoOneMayGoOnAndOfFourOnlyThree() {
        assertThat(new Minority(1, PATIENCE).needed()).isOne();
        assertThat(new Minority(2, PATIENCE).needed()).isOne();
        assertThat(new Minority(4, PATIENCE).needed()).isEqualTo(3);
        assertThat(new Minority(5, PATIENCE).needed()).isEqualTo(3);
    }
}
