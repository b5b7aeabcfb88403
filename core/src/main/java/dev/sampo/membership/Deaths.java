package dev.sampo.membership;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;

/**
 * Counts who says of whom that its process is gone. One node's word may come from a cut link, or from something between
 * that refuses in the dead one's name; when a majority of the voters say so, each by its own connection, it is beyond
 * doubt. A silence is no word: it proves nothing about a process that is merely slow.
 */
public final class Deaths {

    /** One process that had an address; later ones there have other numbers. */
    public record Life(String address, long uid) {}

    private final long validMillis;
    private final Map<Life, Map<String, Long>> saidAt = new HashMap<>();

    /** @param validMillis how long a word counts; who still thinks so says it again */
    public Deaths(long validMillis) {
        this.validMillis = validMillis;
    }

    public void say(Life gone, String witness, long now) {
        saidAt.computeIfAbsent(gone, key -> new HashMap<>()).put(witness, now);
    }

    /** The witness has reached it again. */
    public void takeBack(Life alive, String witness) {
        saidAt.getOrDefault(alive, new HashMap<>()).remove(witness);
    }

    public void forget(Life removed) {
        saidAt.remove(removed);
    }

    /** Whether a majority of these voters, the dead one among them if it votes, has said so lately. */
    public boolean isCertain(Life gone, Collection<String> voters, long now) {
        Map<String, Long> said = saidAt.getOrDefault(gone, Map.of());
        long words = voters.stream()
                .filter(voter -> !voter.equals(gone.address()))
                .filter(voter -> said.containsKey(voter) && now - said.get(voter) <= validMillis)
                .count();
        return words > voters.size() / 2;
    }
}
