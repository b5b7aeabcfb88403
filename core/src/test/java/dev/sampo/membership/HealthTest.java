package dev.sampo.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Random;
import org.junit.jupiter.api.Test;

class HealthTest {
    private static final HealthSettings SETTINGS = new HealthSettings(1_000, 3, 8, 3);

    private final Health health = new Health(SETTINGS, 0);

    private void beats(long from, int count) {
        for (int i = 0; i < count; i++) {
            health.beat(from + i * SETTINGS.beatMillis());
        }
    }

    @Test
    void aNodeWhoseBeatsComeIsHealthy() {
        beats(1_000, 100);
        assertThat(health.at(100_900)).isEqualTo(NodeStatus.HEALTHY);
    }

    @Test
    void aLateBeatOrTwoChangeNothing() {
        beats(1_000, 1);
        assertThat(health.at(3_999)).isEqualTo(NodeStatus.HEALTHY);
    }

    @Test
    void severalMissingBeatsDegradeItAndManyMakeItOffline() {
        beats(1_000, 1);
        assertThat(health.at(4_000)).isEqualTo(NodeStatus.DEGRADED);
        assertThat(health.at(8_999)).isEqualTo(NodeStatus.DEGRADED);
        assertThat(health.at(9_000)).isEqualTo(NodeStatus.OFFLINE);
    }

    /** Acceptance 16: an older system wanted more beats for a recovery than a node sends, so that no node ever recovered. */
    @Test
    void aRecoveringNodeIsHealthyAgainWithOneBeatPerInterval() {
        assertThat(health.at(60_000)).isEqualTo(NodeStatus.OFFLINE);
        health.beat(60_000);
        assertThat(health.at(60_500)).isEqualTo(NodeStatus.DEGRADED);
        health.beat(61_000);
        assertThat(health.at(61_500)).isEqualTo(NodeStatus.DEGRADED);
        health.beat(62_000);
        assertThat(health.at(62_500)).isEqualTo(NodeStatus.HEALTHY);
    }

    @Test
    void beatsThatWereHeldUpAndArriveTogetherCountAsOne() {
        assertThat(health.at(60_000)).isEqualTo(NodeStatus.OFFLINE);
        for (int i = 0; i < 50; i++) {
            health.beat(60_000 + i);
        }
        assertThat(health.at(60_100)).isEqualTo(NodeStatus.DEGRADED);
    }

    @Test
    void aBrokenConnectionDegradesAtOnceAndBeatsMendIt() {
        beats(1_000, 5);
        health.suspect(5_100);
        assertThat(health.at(5_100)).isEqualTo(NodeStatus.DEGRADED);
        beats(6_000, 3);
        assertThat(health.at(8_100)).isEqualTo(NodeStatus.HEALTHY);
    }

    @Test
    void aNodeAtTheEdgeDoesNotFlap() {
        var random = new Random(16);
        long now = 0;
        int changes = 0;
        NodeStatus before = health.at(0);
        for (int beat = 0; beat < 1_000; beat++) {
            now += 500 + random.nextInt(2_400);
            NodeStatus after = health.at(now);
            changes += after == before ? 0 : 1;
            before = after;
            health.beat(now);
        }
        assertThat(changes).isZero();
    }

    /** Whatever happened before, three beats in three intervals are enough. */
    @Test
    void itCanRecoverFromEverywhere() {
        for (int seed = 0; seed < 500; seed++) {
            var random = new Random(seed);
            var node = new Health(SETTINGS, 0);
            long now = 0;
            for (int step = 0; step < 50; step++) {
                now += random.nextInt(4_000);
                if (random.nextInt(3) == 0) {
                    node.suspect(now);
                } else {
                    node.beat(now);
                }
            }
            for (int beat = 0; beat < 3; beat++) {
                now += SETTINGS.beatMillis();
                node.beat(now);
            }
            assertThat(node.at(now)).as("seed %d", seed).isEqualTo(NodeStatus.HEALTHY);
        }
    }

    @Test
    void settingsThatCannotBeAreRefused() {
        assertThatThrownBy(() -> new HealthSettings(1_000, 5, 5, 1)).hasMessageContaining("offline after more");
    }
}
