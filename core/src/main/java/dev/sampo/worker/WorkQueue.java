package dev.sampo.worker;

import dev.sampo.dag.Placing;
import dev.sampo.dag.TaskOptions;
import dev.sampo.resource.Resources;
import dev.sampo.tenant.Tenant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Attempts waiting for a slot: by priority, then as they came when one partition gave them all, and by whose turn it is when
 * several did, since none of them knows of the others. A smaller task may overtake a larger one that does not fit yet,
 * but only so often.
 */
final class WorkQueue {
    private final TreeMap<Integer, Map<Kind, ArrayDeque<Held>>> byPriority = new TreeMap<>(Comparator.reverseOrder());
    private final ArrayDeque<Held> alone = new ArrayDeque<>();
    final LongWaits longWaits = new LongWaits();
    private final SharesHere shares;
    private final int passedOverMax;
    private long arrivals;
    private Held solo;

    /** Those that have their order among each other. */
    private record Kind(int partition, Tenant tenant, Resources needs, Placing.Limit limit) {
        static Kind of(Held held) {
            return new Kind(held.partition, held.tenant, held.needs(), LimitsHere.limit(held));
        }
    }

    WorkQueue(int passedOverMax, SharesHere shares) {
        this.passedOverMax = passedOverMax;
        this.shares = shares;
    }

    void add(Held held, long now) {
        held.state = Held.State.QUEUED;
        held.arrival = arrivals++;
        shares.queued(held);
        if (held.runsAlone) {
            alone.add(held);
            return;
        }
        longWaits.add(held, now);
        byPriority
                .computeIfAbsent(held.priority(), priority -> new LinkedHashMap<>())
                .computeIfAbsent(Kind.of(held), kind -> new ArrayDeque<>())
                .add(held);
    }

    /** Whether something is waiting that comes before the successor of one that has just ended. */
    boolean outranks(Held parent, TaskOptions successor) {
        int priority = parent.job.priorityOf(successor);
        for (var levels = byPriority.entrySet().iterator(); levels.hasNext(); ) {
            var level = levels.next();
            var heads = heads(level.getValue());
            if (!heads.isEmpty()) {
                return level.getKey() > priority
                        || level.getKey() == priority
                                && heads.stream().anyMatch(head -> shares.comesAfter(parent, head));
            }
            if (level.getValue().isEmpty()) {
                levels.remove();
            }
        }
        return false;
    }

    /** The next of each kind that may start, in the order in which they are to; kinds of which nothing is left are dropped. */
    private List<Held> heads(Map<Kind, ArrayDeque<Held>> kinds) {
        var heads = new ArrayList<Held>(kinds.size());
        boolean isOfOnePartition = true;
        for (var each = kinds.values().iterator(); each.hasNext(); ) {
            Held head = dropGone(each.next());
            if (head == null) {
                each.remove();
            } else if (!shares.limits.isReached(head)) {
                heads.add(head);
                isOfOnePartition &= head.partition == heads.get(0).partition;
            }
        }
        heads.sort(isOfOnePartition ? Comparator.comparingLong(head -> head.arrival) : shares.byTurn);
        return heads;
    }

    /** Whether an attempt runs alone here or waits to do so: nothing else may start. */
    boolean isReserved() {
        return solo != null || dropGone(alone) != null;
    }

    /** The attempt that runs alone, or did and has not been {@link #soloOver}; null for none. */
    Held solo() {
        return solo;
    }

    void soloOver() {
        solo = null;
    }

    /** The next attempt that is to run alone; null when none waits. */
    Held nextAlone() {
        return dropGone(alone);
    }

    Held startAlone() {
        solo = alone.remove();
        return solo;
    }

    /** The next attempt that fits, with its slot taken; null when none does. */
    Held startNext(Slots slots) {
        if (isReserved()) {
            return null;
        }
        for (var levels = byPriority.values().iterator(); levels.hasNext(); ) {
            Map<Kind, ArrayDeque<Held>> kinds = levels.next();
            List<Held> heads = heads(kinds);
            if (kinds.isEmpty()) {
                levels.remove();
            }
            for (int i = 0; i < heads.size(); i++) {
                Held head = heads.get(i);
                if (slots.take(head.needs())) {
                    kinds.get(Kind.of(head)).remove();
                    heads.subList(0, i).forEach(passed -> passed.passedOver++);
                    return head;
                }
                if (head.passedOver >= passedOverMax) {
                    return null;
                }
            }
        }
        return null;
    }

    private static Held dropGone(ArrayDeque<Held> queue) {
        while (!queue.isEmpty() && queue.peek().state != Held.State.QUEUED) {
            queue.poll();
        }
        return queue.peek();
    }
}
