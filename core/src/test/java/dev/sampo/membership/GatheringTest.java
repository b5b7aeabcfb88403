package dev.sampo.membership;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.membership.Gathering.Decision;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class GatheringTest {
    private static final long HEARD = 1_000;
    private static final List<String> THREE = List.of("a:1", "b:2", "c:3");
    private static final List<String> FIVE = List.of("a:1", "b:2", "c:3", "d:4", "e:5");

    private static final String OURS = "ours";

    private static Gathering node(String self, List<String> seeds, List<String> lastVoters, int expect) {
        return new Gathering(new Gathering.Settings(OURS, self, true, seeds, lastVoters, expect, 4, HEARD));
    }

    private static Standing member(String address, List<String> voters, int room) {
        return new Standing(OURS, address, true, true, voters, "", room, 4);
    }

    /** Each hears each, as often as they need to agree. */
    private static Map<String, Decision> talk(Map<String, Gathering> nodes) {
        Map<String, Decision> decisions = new TreeMap<>();
        for (long now = 0; now < 500; now += 100) {
            for (var speaker : nodes.values()) {
                for (var listener : nodes.values()) {
                    listener.hear(speaker.standing(), now);
                }
            }
            for (var node : nodes.entrySet()) {
                decisions.put(node.getKey(), node.getValue().decide(now));
            }
        }
        return decisions;
    }

    private static Set<String> founders(Map<String, Decision> decisions) {
        return decisions.entrySet().stream()
                .filter(decision -> decision.getValue() instanceof Decision.Found)
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
    }

    @Test
    void theFirstNodeOfAllFoundsAtOnce() {
        assertThat(node("a:1", List.of(), List.of(), 1).decide(0)).isInstanceOf(Decision.Found.class);
    }

    @Test
    void whoWasToldToJoinNeverFounds() {
        var node = node("b:2", List.of("a:1"), List.of(), 1);
        assertThat(node.decide(0)).isEqualTo(new Decision.Wait("no answer from a:1; is a node running there?"));
        node.hear(new Standing(OURS, "a:1", true, false, List.of(), "a:1", 0, 4), 10);
        assertThat(node.decide(10))
                .isEqualTo(new Decision.Wait("a:1 is there, but has not joined a cluster itself yet"));
        node.hear(member("a:1", List.of("a:1"), 9), 20);
        assertThat(node.decide(20)).isEqualTo(new Decision.Join(List.of("a:1")));
    }

    @Test
    void theFirstNodeWaitsForAMajorityOfThoseExpected() {
        var first = node("a:1", List.of(), List.of(), 3);
        assertThat(first.decide(0)).isEqualTo(new Decision.Wait("1 node of 3 expected here, 2 are needed to begin"));
        var decisions = talk(Map.of("a:1", first, "c:3", node("c:3", List.of("a:1"), List.of(), 3)));
        assertThat(founders(decisions)).containsExactly("a:1");
    }

    @Test
    void nodesThatListEachOtherAgreeOnTheLowestAddress() {
        var nodes = new TreeMap<String, Gathering>();
        THREE.forEach(address -> nodes.put(address, node(address, THREE, List.of(), 3)));
        assertThat(founders(talk(nodes))).containsExactly("a:1");
    }

    @Test
    void aMajorityBeginsWithoutTheLowestAddress() {
        var decisions = talk(Map.of("b:2", node("b:2", THREE, List.of(), 3), "c:3", node("c:3", THREE, List.of(), 3)));
        assertThat(founders(decisions)).containsExactly("b:2");
    }

    /** Reliability fact 1: the first seed, restarted on the wrong side of a cut, began a second cluster. */
    @Test
    void aNodeThatWasAMemberNeverBeginsAlone() {
        var restarted = node("a:1", List.of(), THREE, 1);
        for (long now = 0; now < 100_000; now += 500) {
            assertThat(restarted.decide(now)).isInstanceOf(Decision.Wait.class);
        }
        restarted.hear(member("b:2", List.of("b:2", "c:3"), 9), 100_000);
        assertThat(restarted.decide(100_000)).isEqualTo(new Decision.Join(List.of("b:2")));
    }

    @Test
    void aClusterThatWasStoppedAsAWholeBeginsAgainWithAMajority() {
        var decisions =
                talk(Map.of("a:1", node("a:1", List.of(), THREE, 1), "c:3", node("c:3", List.of("a:1"), THREE, 1)));
        assertThat(founders(decisions)).containsExactly("a:1");
    }

    /** Two left in order and one went on alone; of the two, the one that left later knows. */
    @Test
    void thoseWhoLeftDoNotBeginWithoutTheOneWhoStayed() {
        var left = Map.of(
                "a:1", node("a:1", List.of(), List.of("b:2", "c:3"), 1),
                "b:2", node("b:2", List.of("a:1"), List.of("c:3"), 1));
        assertThat(founders(talk(left))).isEmpty();
        var all = new TreeMap<>(Map.of("c:3", node("c:3", List.of("a:1"), List.of("c:3"), 1)));
        assertThat(founders(talk(all))).containsExactly("c:3");
    }

    @Test
    void aFullClusterAndOneOfAnotherShapeRefuse() {
        var node = node("b:2", List.of("a:1"), List.of(), 1);
        node.hear(member("a:1", List.of("a:1"), 0), 0);
        assertThat(node.decide(0)).isInstanceOfSatisfying(Decision.Refused.class, refused -> assertThat(refused.why())
                .contains("full", "max-nodes"));
        node.hear(new Standing(OURS, "a:1", true, true, List.of("a:1"), "", 5, 8), 10);
        assertThat(node.decide(10)).isInstanceOfSatisfying(Decision.Refused.class, refused -> assertThat(refused.why())
                .contains("8 partitions"));
    }

    @Test
    void whoIsToldToJoinAnotherClusterRefusesAndNamesBoth() {
        var node = node("b:2", List.of("a:1"), List.of(), 1);
        node.hear(new Standing("theirs", "a:1", true, true, List.of("a:1"), "", 5, 4), 0);
        assertThat(node.decide(0)).isInstanceOfSatisfying(Decision.Refused.class, refused -> assertThat(refused.why())
                .contains(
                        "a:1 belongs to the cluster \"theirs\", and this node to \"" + OURS + "\"",
                        "sampo.cluster.name"));
    }

    /** Ports are used again: that somebody else is where a voter was does not keep a node from its own cluster. */
    @Test
    void whoWasAMemberPassesOverStrangersAndJoinsItsOwn() {
        var node = node("b:2", List.of("a:1"), List.of("a:1", "b:2", "c:3"), 3);
        node.hear(new Standing("theirs", "a:1", true, true, List.of("a:1", "d:4", "e:5", "f:6"), "", 5, 4), 0);
        assertThat(node.decide(0)).isInstanceOfSatisfying(Decision.Wait.class, wait -> assertThat(wait.why())
                .contains("1 node of 3"));
        node.hear(member("c:3", List.of("c:3"), 5), 10);
        assertThat(node.decide(10)).isEqualTo(new Decision.Join(List.of("c:3")));
    }

    @Test
    void strangersThatGatherFoundNothingWithThisNode() {
        var node = node("a:1", List.of(), List.of(), 2);
        node.hear(new Standing("theirs", "b:2", true, false, List.of(), "a:1", 0, 4), 0);
        assertThat(node.decide(0)).isInstanceOf(Decision.Wait.class);
        node.hear(new Standing(OURS, "c:3", true, false, List.of(), "a:1", 0, 4), 10);
        assertThat(node.decide(10)).isInstanceOf(Decision.Found.class);
    }

    @Test
    void whoDoesNotVoteWaitsForACluster() {
        var worker = new Gathering(new Gathering.Settings(OURS, "w:9", false, List.of(), List.of(), 1, 4, HEARD));
        assertThat(worker.decide(0)).isInstanceOf(Decision.Wait.class);
    }

    @Test
    void ofTwoClustersTheOneWithMoreVotersIsJoined() {
        var node = node("b:2", List.of("a:1", "c:3"), List.of(), 1);
        node.hear(member("a:1", List.of("a:1"), 9), 0);
        node.hear(member("c:3", List.of("c:3", "d:4"), 9), 0);
        assertThat(node.decide(0)).isEqualTo(new Decision.Join(List.of("c:3")));
    }

    /** The one that was asked died, and came back as one who gathers. */
    @Test
    void whoAskedOneThatIsInNoClusterAnyMoreGathersAgain() {
        var a = node("a:1", THREE, List.of(), 3);
        var b = node("b:2", THREE, List.of(), 3);
        a.hear(member("b:2", List.of("b:2", "c:3"), 9), 0);
        assertThat(a.decide(0)).isEqualTo(new Decision.Join(List.of("b:2")));
        assertThat(a.decide(100)).isEqualTo(new Decision.Wait("b:2 did not take this node in yet"));
        assertThat(a.standing().member()).isFalse();
        assertThat(founders(talk(Map.of("a:1", a, "b:2", b)))).containsExactly("a:1");
    }

    @Test
    void whoIsNotTakenInAsksAgainAndAtOnceWhenTheOneItAskedIsGone() {
        var node = node("a:1", THREE, List.of(), 3);
        node.hear(member("b:2", List.of("b:2"), 9), 0);
        assertThat(node.decide(0)).isEqualTo(new Decision.Join(List.of("b:2")));
        node.hear(member("c:3", List.of("c:3"), 9), 900);
        assertThat(node.decide(900)).isInstanceOf(Decision.Wait.class);
        node.hear(member("c:3", List.of("c:3"), 9), 1_500);
        assertThat(node.decide(1_500)).isEqualTo(new Decision.Join(List.of("c:3")));
        node.hear(member("c:3", List.of("c:3"), 9), 3_400);
        assertThat(node.decide(3_400)).isInstanceOf(Decision.Wait.class);
        assertThat(node.decide(3_500)).isEqualTo(new Decision.Join(List.of("c:3")));
    }

    /** Messages lost and late, nodes that start late: one cluster begins. */
    @Test
    void oneClusterBegins() {
        for (int seed = 0; seed < 1_000; seed++) {
            assertThat(oneWorld(seed, Set.of())).as("seed %d", seed).hasSize(1);
        }
    }

    @Test
    void onlyTheSideWithAMajorityBeginsACluster() {
        for (int seed = 0; seed < 1_000; seed++) {
            var random = new Random(-seed);
            var minority = new HashSet<>(List.of(pick(random, FIVE), pick(random, FIVE)));
            assertThat(oneWorld(seed, minority)).as("seed %d", seed).hasSize(1).doesNotContainAnyElementsOf(minority);
        }
    }

    private record Late(long at, String to, Standing standing) {}

    /** Returns the founders. */
    private static Set<String> oneWorld(int seed, Set<String> minority) {
        var random = new Random(seed);
        boolean before = random.nextBoolean();
        var nodes = new TreeMap<String, Gathering>();
        var startsAt = new TreeMap<String, Long>();
        for (String address : FIVE) {
            nodes.put(address, before ? node(address, List.of("a:1"), FIVE, 1) : node(address, FIVE, List.of(), 5));
            startsAt.put(address, (long) random.nextInt(4_000));
        }
        var mail = new ArrayList<Late>();
        var founded = new HashSet<String>();
        var joined = new HashSet<String>();
        for (long now = 0; now < 20_000; now += 100) {
            deliver(mail, nodes, now);
            for (String address : FIVE) {
                if (now < startsAt.get(address)) {
                    continue;
                }
                if (!founded.contains(address) && !joined.contains(address)) {
                    var decision = nodes.get(address).decide(now);
                    if (decision instanceof Decision.Found) {
                        founded.add(address);
                    } else if (decision instanceof Decision.Join) {
                        joined.add(address);
                    }
                }
                boolean in = founded.contains(address) || joined.contains(address);
                var standing =
                        in ? member(address, FIVE, 9) : nodes.get(address).standing();
                for (String to : FIVE) {
                    if (minority.contains(address) == minority.contains(to) && random.nextInt(5) != 0) {
                        mail.add(new Late(now + random.nextInt(250), to, standing));
                    }
                }
            }
        }
        return founded;
    }

    /** In the order they were sent, from each to each. */
    private static void deliver(List<Late> mail, Map<String, Gathering> nodes, long now) {
        var heldUp = new HashSet<String>();
        for (var each = mail.iterator(); each.hasNext(); ) {
            Late late = each.next();
            String link = late.standing().address() + late.to();
            if (late.at() > now || heldUp.contains(link)) {
                heldUp.add(link);
            } else {
                nodes.get(late.to()).hear(late.standing(), now);
                each.remove();
            }
        }
    }

    private static String pick(Random random, List<String> from) {
        return from.get(random.nextInt(from.size()));
    }
}
