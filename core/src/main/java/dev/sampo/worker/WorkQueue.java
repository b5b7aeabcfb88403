package dev.sampo.worker;

import dev.sampo.resource.Resources;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * Attempts waiting for a slot: by priority, then by shape, then first come first served. A smaller task may overtake a
 * larger one that does not fit yet, but only so often.
 */
final class WorkQueue {
    private final TreeMap<Integer, Map<Resources, ArrayDeque<Held>>> byPriority =
            new TreeMap<>(Comparator.reverseOrder());
    private final ArrayDeque<Held> alone = new ArrayDeque<>();
    private final int passedOverMax;
    private Held solo;

    WorkQueue(int passedOverMax) {
        this.passedOverMax = passedOverMax;
    }

    void add(Held held) {
        held.state = Held.State.QUEUED;
        if (held.runsAlone) {
            alone.add(held);
            return;
        }
        byPriority
                .computeIfAbsent(held.options.priority(), priority -> new LinkedHashMap<>())
                .computeIfAbsent(held.options.needs(), needs -> new ArrayDeque<>())
                .add(held);
    }

    /** Whether something more urgent than this is waiting. */
    boolean outranks(int priority) {
        while (!byPriority.isEmpty()) {
            var groups = byPriority.firstEntry().getValue();
            groups.values().forEach(WorkQueue::dropGone);
            groups.values().removeIf(ArrayDeque::isEmpty);
            if (!groups.isEmpty()) {
                return byPriority.firstKey() > priority;
            }
            byPriority.pollFirstEntry();
        }
        return false;
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
        for (Map<Resources, ArrayDeque<Held>> groups : byPriority.values()) {
            boolean someoneWaitedEnough = false;
            for (var group : groups.entrySet()) {
                Held head = dropGone(group.getValue());
                if (head != null && slots.take(group.getKey())) {
                    group.getValue().poll();
                    passOverOthers(groups, group.getKey());
                    return head;
                }
                someoneWaitedEnough |= head != null && head.passedOver >= passedOverMax;
                if (someoneWaitedEnough) {
                    return null;
                }
            }
        }
        return null;
    }

    private static void passOverOthers(Map<Resources, ArrayDeque<Held>> groups, Resources started) {
        if (groups.size() == 1) {
            return;
        }
        for (var group : groups.entrySet()) {
            if (group.getKey().equals(started)) {
                return;
            }
            Held head = group.getValue().peek();
            if (head != null) {
                head.passedOver++;
            }
        }
    }

    private static Held dropGone(ArrayDeque<Held> queue) {
        while (!queue.isEmpty() && queue.peek().state != Held.State.QUEUED) {
            queue.poll();
        }
        return queue.peek();
    }
}
