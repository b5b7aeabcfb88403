package dev.sampo.dag;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * Which tasks of a graph are those of an earlier one: same name, same body or constant, and the same tasks before it, all the way
 * up. What one made the other need not make again. Options do not matter: they say how a task runs, not what it makes.
 */
public final class Reuse {
    public static final int NONE = -1;

    private record Bodies(int before, int now) {}

    private final Blueprint before;
    private final Blueprint now;
    private final int[] earlier;
    private final Map<Bodies, Boolean> compared = new HashMap<>();

    private Reuse(Blueprint before, Blueprint now, Collection<String> again) {
        this.before = before;
        this.now = now;
        this.earlier = new int[now.size()];
        Set<String> changed = new HashSet<>(again);
        Map<String, Integer> numbers = new HashMap<>();
        for (int task = 0; task < before.size(); task++) {
            numbers.put(before.taskName(task), task);
        }
        for (int task = 0; task < earlier.length; task++) {
            String name = now.taskName(task);
            int other = changed.contains(name) ? NONE : numbers.getOrDefault(name, NONE);
            earlier[task] = other != NONE && isSame(task, other) ? other : NONE;
        }
    }

    /**
     * For each task of the graph the number it had in the earlier one, or {@link #NONE}.
     *
     * @param again names of tasks that count as changed although they are not
     */
    public static int[] of(Blueprint before, Blueprint now, Collection<String> again) {
        return new Reuse(before, now, again).earlier;
    }

    private boolean isSame(int task, int other) {
        return now.kind(task) == before.kind(other)
                && now.inputCount(task) == before.inputCount(other)
                && now.afterCount(task) == before.afterCount(other)
                && isSameBody(task, other)
                && hasSameBefore(task, other);
    }

    private boolean isSameBody(int task, int other) {
        return compared.computeIfAbsent(
                new Bodies(before.payloadIndex(other), now.payloadIndex(task)),
                bodies -> now.constantCount(task) == before.constantCount(other)
                        && Arrays.equals(now.payload(task), before.payload(other)));
    }

    private boolean hasSameBefore(int task, int other) {
        for (int i = 0; i < now.inputCount(task); i++) {
            if (earlier[now.input(task, i)] != before.input(other, i) || now.need(task, i) != before.need(other, i)) {
                return false;
            }
        }
        for (int i = 0; i < now.afterCount(task); i++) {
            if (earlier[now.after(task, i)] != before.after(other, i)
                    || now.afterNeed(task, i) != before.afterNeed(other, i)) {
                return false;
            }
        }
        return hasSameStandIn(task, other);
    }

    /** One that is new has made nothing of what there is. */
    private boolean hasSameStandIn(int task, int other) {
        int known = before.standIn(other);
        int standIn = now.standIn(task);
        return known == NONE || standIn != NONE && earlier[standIn] == known;
    }
}
