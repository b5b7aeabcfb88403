package dev.sampo.membership;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * How a node that starts finds the one cluster it belongs to. It tells those it knows where it stands, hears where they
 * stand, and decides.
 *
 * <p>Whoever hears of a cluster joins it. Without one, a cluster is founded, and the danger is a second one: a node that
 * comes back on the wrong side of a cut must not take the silence for a beginning. So a founder needs a majority of the
 * voters that are expected, and for every node in sight a majority of the voters that node knew when it last ran; and it
 * needs their favour, which each gives to one at a time, the candidate with the lowest address. A favour is taken back
 * when the favoured one stands down or has been silent for long.
 *
 * <p>That makes two founders unlikely, not impossible: messages are late and favours run out. What is impossible is two
 * clusters that work, since none is up before a majority has joined it ({@link #majority}), and nobody joins two. A
 * founder whom nobody joins gives up and gathers again.
 *
 * <p>To have asked is not to be in: whoever was asked may die, and come back as one who gathers. Until it is a member, a
 * node goes on to say that it is none, favours as the others do, and asks anew whoever is in a cluster then.
 */
public final class Gathering {

    /** What to do now. */
    public sealed interface Decision {
        /**
         * Said once for each time that it shall be done; until then and afterwards there is nothing but to wait.
         *
         * @param members whom to ask, the best first
         */
        record Join(List<String> members) implements Decision {}

        record Found() implements Decision {}

        record Wait(String why) implements Decision {}

        /** Waiting would not help. */
        record Refused(String why) implements Decision {}
    }

    /**
     * @param cluster what the cluster is called
     * @param self host:port
     * @param seeds whom to join; empty for the first node, and with this node in it for several that begin together
     * @param lastVoters the voters of the cluster this node was in when it last ran; empty when it never was
     * @param expect how many voters the cluster is made of
     * @param heardMillis how long what a node said of itself holds
     */
    public record Settings(
            String cluster,
            String self,
            boolean voter,
            List<String> seeds,
            List<String> lastVoters,
            int expect,
            int partitions,
            long heardMillis) {
        public Settings {
            seeds = List.copyOf(seeds);
            lastVoters = List.copyOf(lastVoters);
        }
    }

    /** After so many times as long as a word holds, whoever was asked is asked again. */
    private static final int ASK_AGAIN = 2;

    private record Heard(Standing standing, long at) {}

    private final Settings settings;
    private final Map<String, Heard> heard = new TreeMap<>();
    private String favours = "";
    private long favoursSince;
    private long freeAt = Long.MIN_VALUE;
    private List<String> asked = List.of();
    private long askedAt;
    private Optional<Standing> stranger = Optional.empty();

    public Gathering(Settings settings) {
        this.settings = settings;
    }

    public void hear(Standing standing, long now) {
        if (!standing.cluster().equals(settings.cluster())) {
            stranger = Optional.of(standing).filter(other -> settings.seeds().contains(other.address()));
        } else if (!standing.address().equals(settings.self())) {
            heard.put(standing.address(), new Heard(standing, now));
        }
    }

    /** Whom to tell where this node stands. */
    public Collection<String> contacts() {
        var contacts = new TreeSet<>(settings.seeds());
        contacts.addAll(settings.lastVoters());
        contacts.addAll(heard.keySet());
        contacts.remove(settings.self());
        return contacts;
    }

    public Standing standing() {
        return new Standing(
                settings.cluster(),
                settings.self(),
                settings.voter(),
                false,
                settings.lastVoters(),
                favours,
                0,
                settings.partitions());
    }

    public Decision decide(long now) {
        if (stranger.isPresent() && settings.lastVoters().isEmpty()) {
            return new Decision.Refused(whoseThatIs(stranger.get()));
        }
        heard.values().removeIf(each -> now - each.at() > 4 * settings.heardMillis());
        var members = fresh(now).filter(Standing::member).toList();
        if (!members.isEmpty()) {
            return join(members, now);
        }
        favour(now);
        if (!settings.voter() || !isCandidate()) {
            return new Decision.Wait(whyNobodyIsJoined(now));
        }
        return found(now);
    }

    /** One that was a member before knows others, and where one of them was there may be anybody now. */
    private String whoseThatIs(Standing other) {
        return other.address() + " belongs to the cluster \"" + other.cluster() + "\", and this node to \""
                + settings.cluster() + "\"; join a node of that, or give this one the same sampo.cluster.name";
    }

    private Stream<Standing> fresh(long now) {
        return heard.values().stream()
                .filter(each -> now - each.at() <= settings.heardMillis())
                .map(Heard::standing);
    }

    private Decision join(List<Standing> members, long now) {
        Standing best = members.stream()
                .max(Comparator.comparingInt(
                        (Standing member) -> member.voters().size()))
                .orElseThrow();
        if (best.partitions() != settings.partitions()) {
            return new Decision.Refused("the cluster of " + best.address() + " has " + best.partitions()
                    + " partitions and this node is configured for " + settings.partitions()
                    + "; give all nodes the same sampo.partitions");
        }
        if (best.room() <= 0) {
            return new Decision.Refused("the cluster of " + best.address()
                    + " is full: it has as many nodes as its sampo.cluster.max-nodes allows");
        }
        boolean isAsked = members.stream().anyMatch(member -> asked.contains(member.address()));
        if (isAsked && now - askedAt < ASK_AGAIN * settings.heardMillis()) {
            return new Decision.Wait(String.join(", ", asked) + " did not take this node in yet");
        }
        var contacts = new ArrayList<>(List.of(best.address()));
        members.stream()
                .filter(member -> member != best && best.voters().contains(member.address()))
                .forEach(member -> contacts.add(member.address()));
        asked = List.copyOf(contacts);
        askedAt = now;
        return new Decision.Join(asked);
    }

    /** Only the first node, one that is listed, or one that was a member before may begin a cluster. */
    private boolean isCandidate() {
        return !settings.lastVoters().isEmpty()
                || settings.seeds().isEmpty()
                || settings.seeds().contains(settings.self());
    }

    private void favour(long now) {
        if (!settings.voter() || now < freeAt) {
            return;
        }
        boolean another = !favours.isEmpty() && !favours.equals(settings.self());
        if (another && !stoodDown()) {
            if (now - lastHeard(favours) > settings.heardMillis()) {
                // It may still hear this node, and count on what it heard: until that is old, favour nobody.
                setFavours("", now);
                freeAt = now + 2 * settings.heardMillis();
            }
            return;
        }
        String next = candidates(now).stream().findFirst().orElse("");
        if (!next.equals(favours)) {
            setFavours(next, now);
        }
    }

    private void setFavours(String next, long now) {
        favours = next;
        favoursSince = now;
    }

    private boolean stoodDown() {
        Heard last = heard.get(favours);
        return last != null && !last.standing().favours().equals(favours);
    }

    private long lastHeard(String other) {
        return heard.containsKey(other) ? heard.get(other).at() : favoursSince;
    }

    private Set<String> candidates(long now) {
        var candidates = new TreeSet<String>();
        fresh(now)
                .filter(other -> other.voter() && other.favours().equals(other.address()))
                .forEach(other -> candidates.add(other.address()));
        if (isCandidate()) {
            candidates.add(settings.self());
        }
        return candidates;
    }

    /** How many voters must have joined before any node counts as a member. */
    public static int majority(int expect, Collection<String> lastVoters) {
        return Math.max(expect, lastVoters.size()) / 2 + 1;
    }

    private Decision found(long now) {
        var supporters = new TreeSet<String>();
        if (favours.equals(settings.self())) {
            supporters.add(settings.self());
            heard.values().stream()
                    .filter(other -> other.at() >= favoursSince && now - other.at() <= settings.heardMillis())
                    .filter(other -> other.standing().voter()
                            && other.standing().favours().equals(settings.self()))
                    .forEach(other -> supporters.add(other.standing().address()));
        }
        int needed = settings.expect() / 2 + 1;
        if (supporters.size() < needed) {
            return new Decision.Wait(count(supporters.size()) + " of " + settings.expect() + " expected here, " + needed
                    + " are needed to begin");
        }
        var lacking = lastVoters(now)
                .filter(voters -> supporters.stream().filter(voters::contains).count() <= voters.size() / 2)
                .findFirst();
        if (lacking.isPresent()) {
            return new Decision.Wait("this node was in a cluster before, and may begin it anew only with a majority of "
                    + lacking.get() + "; here: " + supporters + ". If the others are gone for good, delete the file"
                    + " \"voters\" in the data directories");
        }
        return new Decision.Found();
    }

    private Stream<List<String>> lastVoters(long now) {
        return Stream.concat(
                        Stream.of(settings.lastVoters()),
                        fresh(now).filter(Standing::voter).map(Standing::voters))
                .filter(voters -> !voters.isEmpty());
    }

    private static String count(int nodes) {
        return nodes + (nodes == 1 ? " node" : " nodes");
    }

    private String whyNobodyIsJoined(long now) {
        Optional<Standing> other = fresh(now).findFirst();
        if (other.isPresent()) {
            return other.get().address() + " is there, but has not joined a cluster itself yet";
        }
        if (stranger.isPresent()) {
            return whoseThatIs(stranger.get());
        }
        var asked = new TreeSet<>(settings.seeds());
        asked.addAll(settings.lastVoters());
        asked.remove(settings.self());
        return "no answer from " + String.join(", ", asked) + "; is a node running there?";
    }
}
