package dev.sampo.membership;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class DeathsTest {
    private static final Deaths.Life DEAD = new Deaths.Life("a:1", 7);
    private static final List<String> THREE = List.of("a:1", "b:2", "c:3");

    private final Deaths deaths = new Deaths(2_000);

    @Test
    void oneOfThreeIsNotEnoughAndTwoAre() {
        deaths.say(DEAD, "b:2", 0);
        assertThat(deaths.isCertain(DEAD, THREE, 0)).isFalse();
        deaths.say(DEAD, "c:3", 100);
        assertThat(deaths.isCertain(DEAD, THREE, 100)).isTrue();
    }

    @Test
    void oneOfTwoIsNoMajority() {
        deaths.say(DEAD, "b:2", 0);
        assertThat(deaths.isCertain(DEAD, List.of("a:1", "b:2"), 0)).isFalse();
    }

    @Test
    void theOnlyVoterDecidesAboutOneThatDoesNotVote() {
        deaths.say(DEAD, "b:2", 0);
        assertThat(deaths.isCertain(DEAD, List.of("b:2"), 0)).isTrue();
    }

    @Test
    void whoDoesNotVoteIsNotCounted() {
        deaths.say(DEAD, "b:2", 0);
        deaths.say(DEAD, "w:9", 0);
        assertThat(deaths.isCertain(DEAD, THREE, 0)).isFalse();
    }

    @Test
    void nobodyIsAWitnessOfHisOwnDeath() {
        deaths.say(DEAD, "a:1", 0);
        deaths.say(DEAD, "b:2", 0);
        assertThat(deaths.isCertain(DEAD, THREE, 0)).isFalse();
    }

    @Test
    void oldWordsAndThoseTakenBackDoNotCount() {
        deaths.say(DEAD, "b:2", 0);
        deaths.say(DEAD, "c:3", 1_500);
        assertThat(deaths.isCertain(DEAD, THREE, 2_001)).isFalse();
        deaths.say(DEAD, "b:2", 2_001);
        deaths.takeBack(DEAD, "c:3");
        assertThat(deaths.isCertain(DEAD, THREE, 2_001)).isFalse();
    }

    @Test
    void anotherLifeAtTheSameAddressIsAnotherMatter() {
        deaths.say(DEAD, "b:2", 0);
        deaths.say(DEAD, "c:3", 0);
        assertThat(deaths.isCertain(new Deaths.Life("a:1", 8), THREE, 0)).isFalse();
    }
}
