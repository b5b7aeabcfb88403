package dev.sampo.worker;

import dev.sampo.resource.Resources;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Attempts waiting for a slot: by priority, then by whose turn it is. A smaller task may overtake a larger one that does not
 * fit yet, but only so often.
 */
final class WorkQueue {
    private final TreeMap<Integer, Map<Resources, Group>> byPriority = new TreeMap<>(Comparator.reverseOrder());
    private final ArrayDeque<Held> alone = new ArrayDeque<>();
    private final SharesHere shares;
    private final int passedOverMax;
    private long arrivals;
    private Held solo;

    /** Those that need the same, each job's as they came. */
    private static final class Group {
        private final Map<JobHere, ArrayDeque<Held>> byJob = new LinkedHashMap<>();
        /** How often others started although the next of these waited for room. */
        private int passedOver;

        /** Whose turn it is, or null. */
        private Held first(Comparator<Held> byTurn) {
            Held first = null;
            for (var each = byJob.values().iterator(); each.hasNext(); ) {
                Held head = dropGone(each.next());
                if (head == null) {
                    each.remove();
                } else if (first == null || byTurn.compare(head, first) < 0) {
                    first = head;
                }
            }
            return first;
        }
    }

    WorkQueue(int passedOverMax, SharesHere shares) {
        this.passedOverMax = passedOverMax;
        this.shares = shares;
    }

    void add(Held held) {
        held.state = Held.State.QUEUED;
        held.arrival = arrivals++;
        if (held.runsAlone) {
            alone.add(held);
            return;
        }
        byPriority
                .computeIfAbsent(held.priority(), priority -> new LinkedHashMap<>())
                .computeIfAbsent(held.options.needs(), needs -> new Group())
                .byJob
                .computeIfAbsent(held.job, job -> new ArrayDeque<>())
                .add(held);
    }

    /** Whether something is waiting that comes before another attempt of this job. */
    boolean outranks(int priority, JobHere job) {
        while (!byPriority.isEmpty()) {
            boolean isMoreUrgent = byPriority.firstKey() > priority;
            boolean isAsUrgent = byPriority.firstKey() == priority;
            var heads = heads(byPriority.firstEntry().getValue());
            if (!heads.isEmpty()) {
                return isMoreUrgent || isAsUrgent && heads.stream().anyMatch(head -> shares.comesAfter(job, head));
            }
            byPriority.pollFirstEntry();
        }
        return false;
    }

    /** The next of each group; groups in which nobody is left are dropped. */
    private List<Held> heads(Map<Resources, Group> groups) {
        var heads = new ArrayList<Held>(groups.size());
        for (var each = groups.values().iterator(); each.hasNext(); ) {
            Held first = each.next().first(shares.byTurn);
            if (first == null) {
                each.remove();
            } else {
                heads.add(first);
            }
        }
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
        for (Map<Resources, Group> groups : byPriority.values()) {
            List<Held> heads = heads(groups);
            heads.sort(shares.byTurn);
            for (int i = 0; i < heads.size(); i++) {
                Held head = heads.get(i);
                Group group = groups.get(head.options.needs());
                if (slots.take(head.options.needs())) {
                    group.byJob.get(head.job).remove();
                    group.passedOver = 0;
                    heads.subList(0, i).forEach(passed -> groups.get(passed.options.needs()).passedOver++);
                    return head;
                }
                if (group.passedOver >= passedOverMax) {
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
