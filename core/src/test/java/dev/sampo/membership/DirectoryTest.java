package dev.sampo.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.sampo.job.NodeId;
import dev.sampo.link.Availability;
import dev.sampo.resource.Resources;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class DirectoryTest {
    private final Directory directory = new Directory(new HealthSettings(1_000, 3, 8, 3), 60_000);

    private static Presence presence(String node, long incarnation, double cpus) {
        return new Presence(
                new NodeId(node),
                incarnation,
                node + ":1",
                Resources.cpus(cpus),
                Map.of(),
                Set.of("worker"),
                Availability.ACTIVE);
    }

    private NodeEntry entry(String node, long now) {
        return directory.at(now).stream()
                .filter(each -> each.presence().node().value().equals(node))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void itListsWhoWasHeardAndWhen() {
        directory.beat(presence("b", 1, 2), 0);
        directory.beat(presence("a", 1, 4), 500);
        assertThat(directory.at(600))
                .extracting(each -> each.presence().node().value(), NodeEntry::status, NodeEntry::lastHeard)
                .containsExactly(tuple("a", NodeStatus.HEALTHY, 500L), tuple("b", NodeStatus.HEALTHY, 0L));
    }

    @Test
    void aCapacityThatChangesIsSeenAndDoesNotHeal() {
        directory.beat(presence("a", 1, 4), 0);
        directory.suspect("a:1", 100);
        directory.beat(presence("a", 1, 8), 1_000);
        assertThat(entry("a", 1_000).status()).isEqualTo(NodeStatus.DEGRADED);
        assertThat(entry("a", 1_000).presence().capacity()).isEqualTo(Resources.cpus(8));
    }

    @Test
    void aRestartedNodeStartsHealthyAndItsOldLifeIsNotHeardAnyMore() {
        directory.beat(presence("a", 1, 4), 0);
        assertThat(entry("a", 20_000).status()).isEqualTo(NodeStatus.OFFLINE);
        directory.beat(presence("a", 2, 8), 20_000);
        directory.beat(presence("a", 1, 4), 20_100);
        assertThat(entry("a", 20_100).status()).isEqualTo(NodeStatus.HEALTHY);
        assertThat(entry("a", 20_100).presence().incarnation()).isEqualTo(2);
    }

    @Test
    void whoIsNoMemberAnyMoreIsOfflineAndForgottenLater() {
        directory.beat(presence("a", 1, 4), 0);
        directory.removed("a:1");
        assertThat(entry("a", 10).status()).isEqualTo(NodeStatus.OFFLINE);
        assertThat(directory.at(60_001)).isEmpty();
    }
}
