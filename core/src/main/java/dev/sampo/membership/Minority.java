package dev.sampo.membership;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;

/**
 * Notices that a cluster has become too small to be the one. Each step down may have had the majority of what was left
 * before it, or was one node's new life that took the place of its old one: so three become two, two become one, and
 * meanwhile the others begin without that one. Only against the voters that were expected is it seen, and time tells it
 * from a moment in which some are merely not heard of.
 *
 * <p>Those who left in order are not expected any more, until they come back: they begin nothing without those who
 * stayed. Two, and one that is left of two, are left to the resolver, since there a majority would be all.
 */
public final class Minority {
    private static final int SMALLEST = 3;

    private final int expect;
    private final long patienceMillis;
    private final Set<String> known = new HashSet<>();
    private final Set<String> left = new HashSet<>();
    private boolean isTooFew;
    private long since;

    /** @param expect how many voters the cluster is made of */
    public Minority(int expect, long patienceMillis) {
        this.expect = expect;
        this.patienceMillis = patienceMillis;
    }

    /** This voter leaves in order. */
    public void leaves(String voter) {
        left.add(voter);
        known.remove(voter);
    }

    /**
     * Whether this node has to end, and join anew.
     *
     * @param voters those that are up and can be reached, this node among them
     */
    public boolean mustEnd(Collection<String> voters, long now) {
        left.removeAll(voters);
        known.addAll(voters);
        boolean wasTooFew = isTooFew;
        isTooFew = voters.size() < needed();
        if (isTooFew && !wasTooFew) {
            since = now;
        }
        return isTooFew && now - since > patienceMillis;
    }

    /** How many voters a cluster that may go on has at least. */
    public int needed() {
        // One that was there beyond those expected is not missed when it leaves.
        int expected = Math.min(expect, Math.max(known.size(), expect - left.size()));
        return expected < SMALLEST ? 1 : expected / 2 + 1;
    }
}
