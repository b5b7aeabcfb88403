package dev.sampo.planning;

import dev.sampo.placement.Hashing;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The limits over all partitions that this one owns: how many tasks each partition may hold of each. Nothing of it is in the
 * journal: a new owner grants nothing before every partition has said what it holds and that it listens to nobody earlier.
 *
 * <p>What a partition may hold grows when it is granted, before the partition hears of it, and shrinks only by what the partition
 * says in an answer. Grants go round, one for each who waits.
 */
final class OwnedLimits {
    private static final long COUNTED_AGAIN = 500;
    private static final long ASKED_BACK_AGAIN = 1_000;
    /** What is allotted and not made use of is found out after so long. */
    private static final long LOOKED_AFTER = 10_000;

    /** What one partition has of a limit. */
    private static final class Share {
        private long term;
        private long number;
        /** Number of what it said last in an answer. */
        private long counted;
        /** In this term of the owner. */
        private boolean isCounted;
        /** By the maximum that its tasks name: what it may hold. */
        private Map<Integer, Integer> allowed = new TreeMap<>();
        /** What it holds, which may be more. */
        private Map<Integer, Integer> held = new TreeMap<>();

        /** What it waits for; null for nothing. */
        private Input.Claim claim;

        private boolean isAskedBack;
        private long asksAgainAt;

        /**
         * What is said later and goes faster may have come before: a claim that still waits. Where one was answered since, nobody
         * knows which of the two the partition goes by.
         */
        private boolean takes(Stake stake) {
            boolean isBeforeClaim = claim != null
                    && claim.stake().ownerTerm() == stake.ownerTerm()
                    && stake.term() == term
                    && stake.number() > counted;
            return isBeforeClaim || stake.isAfter(term, number);
        }

        private void raise(Stake stake) {
            for (Stake.Part part : stake.parts()) {
                if (part.counts() > 0) {
                    allowed.merge(part.max(), part.allowed(), Math::max);
                    held.merge(part.max(), part.held(), Math::max);
                }
            }
        }

        private int allowed(Stake.Part part) {
            return allowed.getOrDefault(part.max(), 0);
        }

        private boolean hasWhatItWants() {
            return claim.stake().parts().stream().allMatch(part -> allowed(part) >= part.wants());
        }

        /**
         * It says that it may hold less than it was granted: that has not reached it, or it has given back since, and its answer,
         * which waits for the journal, comes later than the claim.
         */
        private boolean isInDoubt() {
            return claim.stake().parts().stream().anyMatch(part -> allowed(part) > part.allowed());
        }

        private boolean wantsMore(Stake.Part part) {
            return allowed(part) < part.wants();
        }

        /**
         * Raises what it may hold, so that the sum grows by this much at most; what it holds already, though it was not allowed,
         * may be allowed besides if the sum does not suffer.
         *
         * @param all the sum
         * @return by how much the sum grows
         */
        private int raise(int most, int all) {
            int added = 0;
            for (Stake.Part part : claim.stake().parts()) {
                int counted = counts(part.max());
                int free = part.max() - all - added;
                int to = free < 0 ? 0 : Math.min(part.wants(), counted + Math.min(most - added, free));
                if (to > allowed(part)) {
                    allowed.put(part.max(), to);
                    added += Math.max(0, to - counted);
                }
            }
            return added;
        }

        /** What it wants it could have if it gave back what it has for tasks that name another maximum. */
        private boolean isInItsOwnWay() {
            return claim != null
                    && claim.stake().parts().stream()
                            .anyMatch(part -> wantsMore(part)
                                    && allowed.keySet().stream().anyMatch(max -> max != part.max() && counts(max) > 0));
        }

        private int all() {
            int all = 0;
            for (int max : allowed.keySet()) {
                all += counts(max);
            }
            return all;
        }

        private int counts(int max) {
            return Math.max(allowed.getOrDefault(max, 0), held.getOrDefault(max, 0));
        }
    }

    private static final class Owned {
        private final String key;
        private final Share[] shares;
        /** Partitions whose claims wait. */
        private final Set<Integer> turns = new LinkedHashSet<>();

        Owned(String key, int partitions) {
            this.key = key;
            this.shares = new Share[partitions];
            Arrays.setAll(shares, partition -> new Share());
        }

        private int all() {
            return Arrays.stream(shares).mapToInt(Share::all).sum();
        }

        private boolean isCounted() {
            return Arrays.stream(shares).allMatch(share -> share.isCounted);
        }
    }

    private final Books books;
    private final Map<String, Owned> byKey = new TreeMap<>();

    OwnedLimits(Books books) {
        this.books = books;
    }

    /** The same for ever, on every node. */
    static int ownerOf(String key, int partitions) {
        return (int) Long.remainderUnsigned(Hashing.of(key), partitions);
    }

    void claimed(Input.Claim claim) {
        Stake stake = claim.stake();
        if (stake.partition() >= books.settings.partitions()) {
            books.reply(claim.ticket(), answer(stake, Map.of()));
            return;
        }
        Owned owned = byKey.computeIfAbsent(stake.key(), key -> new Owned(key, books.settings.partitions()));
        Share share = owned.shares[stake.partition()];
        if (!stake.isAfter(share.term, share.number)) {
            books.reply(claim.ticket(), answer(stake, Map.of())); // Whoever may still wait for it is told nothing new.
            return;
        }
        boolean isHeard = stake.ownerTerm() == books.term;
        isOver(owned, stake.partition(), isHeard);
        share.counted = stake.term() == share.term ? share.counted : 0;
        share.term = stake.term();
        share.number = stake.number();
        share.claim = claim;
        if (isHeard) {
            share.raise(stake);
            owned.turns.add(stake.partition()); // Who has waited goes on waiting where it is.
        } else {
            share.asksAgainAt = 0; // It is told by whom it is to be heard, and claims again.
        }
    }

    /** Whatever it waited for, it waits for something else now, and hears nothing of what it may. */
    private void isOver(Owned owned, int partition, boolean keepsItsPlace) {
        Share share = owned.shares[partition];
        if (!keepsItsPlace) {
            owned.turns.remove(partition);
        }
        if (share.claim != null) {
            books.reply(share.claim.ticket(), answer(share.claim.stake(), Map.of()));
            share.claim = null;
        }
    }

    private void grant(Owned owned, int partition) {
        Share share = owned.shares[partition];
        owned.turns.remove(partition);
        books.reply(share.claim.ticket(), answer(share.claim.stake(), share.allowed));
        share.claim = null;
    }

    private Answer.Allotted answer(Stake stake, Map<Integer, Integer> allowed) {
        return new Answer.Allotted(stake.key(), stake.term(), stake.number(), books.term, allowed);
    }

    void recounted(Stake stake) {
        Owned owned = byKey.get(stake.key());
        Share share =
                owned == null || stake.partition() >= owned.shares.length ? null : owned.shares[stake.partition()];
        if (share == null || stake.ownerTerm() != books.term || !share.takes(stake)) {
            return;
        }
        share.allowed = new TreeMap<>();
        share.held = new TreeMap<>();
        share.raise(stake);
        if (stake.isAfter(share.term, share.number)) {
            isOver(owned, stake.partition(), false);
            share.term = stake.term();
            share.number = stake.number();
        } else {
            share.raise(share.claim.stake());
        }
        share.counted = stake.number();
        share.isCounted = true;
        share.isAskedBack = false;
        share.asksAgainAt = books.now + LOOKED_AFTER;
        books.lookAbout(share.asksAgainAt);
    }

    /** Grants what there is, and asks for what there is to know. */
    void run() {
        for (var all = byKey.values().iterator(); all.hasNext(); ) {
            Owned owned = all.next();
            if (owned.isCounted()) {
                grantAll(owned);
            }
            for (int partition = 0; partition < owned.shares.length; partition++) {
                ask(owned, partition);
            }
            boolean isOver = owned.isCounted() && owned.all() == 0;
            if (isOver && Arrays.stream(owned.shares).allMatch(share -> share.claim == null)) {
                all.remove();
            }
        }
    }

    private void grantAll(Owned owned) {
        List<Integer> waiting = owned.turns.stream()
                .filter(partition -> !owned.shares[partition].isInDoubt() || !othersWait(owned, partition))
                .toList();
        var raised = new LinkedHashSet<Integer>();
        waiting.stream()
                .filter(partition -> owned.shares[partition].isInDoubt() || owned.shares[partition].hasWhatItWants())
                .forEach(raised::add);
        int all = owned.all();
        for (boolean isAny = true; isAny; ) {
            isAny = false;
            int most = oneRound(owned, waiting, all);
            for (int partition : waiting) {
                Share share = owned.shares[partition];
                var before = Map.copyOf(share.allowed);
                all += share.raise(most, all);
                if (!share.allowed.equals(before)) {
                    isAny = true;
                    raised.add(partition);
                }
            }
        }
        raised.forEach(partition -> grant(owned, partition));
    }

    /** So many for each as there would be if they went round one by one until some limit is reached; at least one. */
    private static int oneRound(Owned owned, List<Integer> waiting, int all) {
        int least = Integer.MAX_VALUE;
        int wanting = 0;
        for (int partition : waiting) {
            Share share = owned.shares[partition];
            boolean wants = false;
            for (Stake.Part part : share.claim.stake().parts()) {
                if (share.wantsMore(part) && part.max() > all) {
                    least = Math.min(least, part.max() - all);
                    wants = true;
                }
            }
            wanting += wants ? 1 : 0;
        }
        return wanting == 0 ? 1 : Math.max(1, least / wanting);
    }

    private void ask(Owned owned, int partition) {
        Share share = owned.shares[partition];
        boolean isUnheard =
                !share.isCounted || share.claim != null && share.claim.stake().ownerTerm() != books.term;
        boolean isWantedBack = !isUnheard && share.all() > 0 && owned.isCounted() && othersWait(owned, partition);
        boolean isNews = isWantedBack && !share.isAskedBack;
        boolean isDue = (isUnheard || share.all() > 0) && books.now >= share.asksAgainAt;
        if (isNews || isDue) {
            // It may have nothing to give back, since what it was granted has not reached it.
            boolean isAtOnce = !isWantedBack || share.isAskedBack;
            share.isAskedBack = isWantedBack;
            share.asksAgainAt =
                    books.now + (isUnheard ? COUNTED_AGAIN : isWantedBack ? ASKED_BACK_AGAIN : LOOKED_AFTER);
            books.lookAbout(share.asksAgainAt);
            books.call(partition, new Input.Recount(Input.OfPartition.NONE, owned.key, books.term, isAtOnce));
        }
    }

    /** Whether somebody waits for what the partition has: another one, or it for tasks that name another maximum. */
    private static boolean othersWait(Owned owned, int partition) {
        return owned.turns.stream().anyMatch(waiting -> waiting != partition)
                || owned.turns.contains(partition) && owned.shares[partition].isInItsOwnWay();
    }
}
