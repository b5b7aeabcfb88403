package dev.sampo.membership;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sampo.membership.Gathering.Decision;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Nodes are killed and cut off while they gather, those among them that others have just asked to be taken in. */
class GatheringWorldTest {
    private static final List<String> FIVE = List.of("a:1", "b:2", "c:3", "d:4", "e:5");
    private static final long HEARD = 1_500;
    private static final long TICK = 100;
    private static final long FAULTS_END = 30_000;
    private static final long SOON = 30_000;

    /** When a node ends that is not up in a cluster: only a founder that nobody joins needs it. */
    private static final long GIVES_UP = 60_000;

    /** How long a cluster bears that one of its members is not heard of. */
    private static final long BORNE = 3_000;

    /** How long a member bears to see fewer than a majority of all. */
    private static final long PATIENCE = 8_000;

    private static final int WORLDS = 2_000;

    private int askedTheDead;

    @Test
    void onceNothingHappensAnyMoreAllAreInOneCluster() {
        askedTheDead = 0;
        int late = 0;
        for (int seed = 0; seed < WORLDS; seed++) {
            late += new World(seed).millisUntilAllAreIn() > SOON ? 1 : 0;
        }
        assertThat(late).as("worlds that waited for a founder to give up").isLessThan(WORLDS / 100);
        assertThat(askedTheDead)
                .as("seeds that died while others joined through them")
                .isGreaterThan(100);
    }

    private record Late(long at, String to, Standing standing) {}

    private static final class Node {
        private List<String> file = List.of();
        private long startsAt;
        private Gathering gathering;
        private Minority minority;
        private Cluster in;
        private List<String> asked = List.of();

        boolean isAlive() {
            return gathering != null;
        }

        void end(long startsAgain) {
            gathering = null;
            in = null;
            asked = List.of();
            startsAt = startsAgain;
        }
    }

    private static final class Cluster {
        private final TreeSet<String> members = new TreeSet<>();
        private final Set<String> dead = new HashSet<>();
        private final int needed;
        private final long founded;
        private boolean isUp;
        private long brokenSince = Long.MAX_VALUE;

        Cluster(String founder, int needed, long now) {
            this.founded = now;
            this.members.add(founder);
            this.needed = needed;
        }
    }

    private final class World {
        private final int seed;
        private final Random random;
        private final TreeMap<String, Node> nodes = new TreeMap<>();
        private final List<Cluster> clusters = new ArrayList<>();
        private final List<Late> mail = new ArrayList<>();
        private final Set<String> cutOff = new HashSet<>();
        private final boolean listsAll;

        World(int seed) {
            this.seed = seed;
            this.random = new Random(seed);
            this.listsAll = random.nextBoolean();
            for (String address : FIVE) {
                var node = new Node();
                node.startsAt = random.nextInt(4_000);
                nodes.put(address, node);
            }
        }

        long millisUntilAllAreIn() {
            for (long now = 0; now < FAULTS_END + GIVES_UP + SOON; now += TICK) {
                hurt(now);
                start(now);
                deliver(now);
                for (String address : FIVE) {
                    gather(address, now);
                }
                for (Cluster cluster : List.copyOf(clusters)) {
                    lead(cluster, now);
                }
                if (now >= FAULTS_END && areAllIn()) {
                    return now - FAULTS_END;
                }
            }
            throw new AssertionError("not one cluster of all in world " + seed);
        }

        private boolean areAllIn() {
            return clusters.size() == 1
                    && clusters.get(0).isUp
                    && clusters.get(0).dead.isEmpty()
                    && clusters.get(0).members.size() == FIVE.size();
        }

        private void hurt(long now) {
            if (now >= FAULTS_END) {
                cutOff.clear();
            } else if (random.nextInt(25) == 0) {
                String victim = FIVE.get(random.nextInt(FIVE.size()));
                if (nodes.get(victim).isAlive()) {
                    kill(victim, now + random.nextInt(6_000));
                }
            } else if (random.nextInt(60) == 0) {
                cutOff.clear();
                for (int i = random.nextInt(3); i > 0; i--) {
                    cutOff.add(FIVE.get(random.nextInt(FIVE.size())));
                }
            }
        }

        private void kill(String victim, long startsAgain) {
            Node node = nodes.get(victim);
            if (node.in != null) {
                node.in.dead.add(victim);
                nodes.values().stream()
                        .filter(other -> other.isAlive() && other.in == null && other.asked.contains(victim))
                        .forEach(other -> askedTheDead++);
            }
            node.end(startsAgain);
        }

        private void start(long now) {
            nodes.forEach((address, node) -> {
                if (!node.isAlive() && now >= node.startsAt) {
                    List<String> seeds = listsAll ? FIVE : address.equals("a:1") ? List.of() : List.of("a:1");
                    node.minority = new Minority(FIVE.size(), PATIENCE);
                    node.gathering =
                            new Gathering(new Gathering.Settings("ours", address, true, seeds, node.file, 5, 4, HEARD));
                }
            });
        }

        private boolean reaches(String one, String other) {
            return cutOff.contains(one) == cutOff.contains(other);
        }

        private void tell(String from, String to, Standing standing, long now) {
            if (reaches(from, to) && random.nextInt(5) != 0) {
                mail.add(new Late(now + random.nextInt(250), to, standing));
            }
        }

        private void deliver(long now) {
            List<Late> due = mail.stream().filter(late -> late.at() <= now).toList();
            mail.removeAll(due);
            for (Late late : due) {
                Node node = nodes.get(late.to());
                if (node.isAlive() && node.in == null) {
                    node.gathering.hear(late.standing(), now);
                } else if (node.isAlive() && !late.standing().member()) {
                    List<String> voters = node.in.isUp ? List.copyOf(node.in.members) : List.of();
                    tell(
                            late.to(),
                            late.standing().address(),
                            new Standing("ours", late.to(), true, true, voters, "", 9, 4),
                            now);
                }
            }
        }

        private void gather(String address, long now) {
            Node node = nodes.get(address);
            if (!node.isAlive() || node.in != null) {
                return;
            }
            Decision decision = node.gathering.decide(now);
            if (decision instanceof Decision.Found) {
                node.in = new Cluster(address, Gathering.majority(5, node.file), now);
                clusters.add(node.in);
                return;
            }
            if (decision instanceof Decision.Join join) {
                node.asked = join.members();
            }
            node.gathering.contacts().forEach(to -> tell(address, to, node.gathering.standing(), now));
            node.asked.stream()
                    .filter(to -> nodes.get(to).in != null && reaches(address, to) && random.nextInt(5) == 0)
                    .findFirst()
                    .ifPresent(to -> enter(address, nodes.get(to).in));
        }

        /** A new life of a member takes the old one's place; others are not taken in while one is not heard of. */
        private void enter(String address, Cluster cluster) {
            if (cluster.dead.remove(address)) {
                cluster.members.remove(address);
            } else if (cluster.brokenSince == Long.MAX_VALUE && !cluster.members.contains(address)) {
                cluster.members.add(address);
                nodes.get(address).in = cluster;
            }
        }

        private void lead(Cluster cluster, long now) {
            for (String member : cluster.members) {
                var seen = new TreeSet<>(cluster.members);
                seen.removeIf(other -> cluster.dead.contains(other) || !reaches(member, other));
                if (cluster.isUp
                        && !cluster.dead.contains(member)
                        && nodes.get(member).minority.mustEnd(seen, now)) {
                    cluster.dead.add(member);
                    nodes.get(member).end(now + 500 + random.nextInt(2_000));
                }
            }
            Set<String> largest = new TreeSet<>();
            for (boolean cut : new boolean[] {false, true}) {
                var side = new TreeSet<>(cluster.members);
                side.removeIf(member -> cutOff.contains(member) != cut || cluster.dead.contains(member));
                largest = side.size() > largest.size() ? side : largest;
            }
            if (largest.size() == cluster.members.size()) {
                cluster.brokenSince = Long.MAX_VALUE;
                cluster.isUp |= cluster.members.size() >= cluster.needed;
                keep(cluster);
                if (!cluster.isUp && now - cluster.founded > GIVES_UP) {
                    shrink(cluster, Set.of(), now);
                }
            } else if (cluster.brokenSince == Long.MAX_VALUE) {
                cluster.brokenSince = now;
            } else if (now - cluster.brokenSince > BORNE) {
                shrink(cluster, largest, now);
            }
        }

        private void keep(Cluster cluster) {
            if (cluster.isUp) {
                cluster.members.forEach(member -> nodes.get(member).file = List.copyOf(cluster.members));
            }
        }

        /** The larger half goes on; those that are not in it, or all when there is none or none was up, begin anew. */
        private void shrink(Cluster cluster, Set<String> largest, long now) {
            boolean goesOn = cluster.isUp && largest.size() > cluster.members.size() / 2;
            for (String member : List.copyOf(cluster.members)) {
                if (!goesOn || !largest.contains(member)) {
                    if (!cluster.dead.remove(member)) {
                        nodes.get(member).end(now + 500 + random.nextInt(2_000));
                    }
                    cluster.members.remove(member);
                }
            }
            cluster.brokenSince = Long.MAX_VALUE;
            keep(cluster);
            if (!goesOn) {
                clusters.remove(cluster);
            }
        }
    }
}
