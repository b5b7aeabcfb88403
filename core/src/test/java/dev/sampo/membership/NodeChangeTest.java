package dev.sampo.membership;

import static dev.sampo.resource.Resources.cpus;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.job.NodeId;
import dev.sampo.link.Availability;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class NodeChangeTest {
    private static final NodeId N1 = new NodeId("n1");

    private static NodeEntry entry(long life, double cpus, String zone, Availability takesOn, NodeStatus status) {
        var presence = new Presence(N1, life, "n1:1", cpus(cpus), Map.of("zone", zone), Set.of("worker"), takesOn);
        return new NodeEntry(presence, status, life);
    }

    private static final NodeEntry HERE = entry(1, 2, "a", Availability.ACTIVE, NodeStatus.HEALTHY);
    private static final NodeEntry OFFLINE = entry(1, 2, "a", Availability.ACTIVE, NodeStatus.OFFLINE);

    private static List<NodeChange> between(NodeEntry before, NodeEntry now) {
        return NodeChange.between(List.of(before), List.of(now));
    }

    @Test
    void nodesComeAndGo() {
        assertThat(NodeChange.between(List.of(), List.of(HERE))).containsExactly(new NodeChange.Joined(N1, HERE));
        assertThat(NodeChange.between(List.of(HERE), List.of())).containsExactly(new NodeChange.Left(N1));
        assertThat(between(HERE, OFFLINE)).containsExactly(new NodeChange.Left(N1));
        assertThat(between(OFFLINE, HERE)).containsExactly(new NodeChange.Joined(N1, HERE));
        assertThat(NodeChange.between(List.of(), List.of(OFFLINE))).isEmpty();
    }

    @Test
    void aNodeThatWasStartedAnewLeftAndJoined() {
        var again = entry(2, 4, "b", Availability.ACTIVE, NodeStatus.HEALTHY);
        assertThat(between(HERE, again)).containsExactly(new NodeChange.Left(N1), new NodeChange.Joined(N1, again));
    }

    @Test
    void everyThingThatIsDifferentIsTold() {
        var other = entry(1, 4, "b", Availability.CORDONED, NodeStatus.DEGRADED);
        assertThat(between(HERE, other))
                .containsExactly(
                        new NodeChange.CapacityChanged(N1, cpus(2), cpus(4)),
                        new NodeChange.LabelsChanged(N1, Map.of("zone", "a"), Map.of("zone", "b")),
                        new NodeChange.AvailabilityChanged(N1, Availability.ACTIVE, Availability.CORDONED),
                        new NodeChange.StatusChanged(N1, NodeStatus.HEALTHY, NodeStatus.DEGRADED));
    }

    @Test
    void aBeatIsNoChange() {
        var later = new NodeEntry(HERE.presence(), HERE.status(), 99);
        assertThat(between(HERE, later)).isEmpty();
    }
}
