package dev.sampo.worker;

import dev.sampo.dag.Blueprint;
import dev.sampo.dag.Digest;
import dev.sampo.dag.TaskOptions;
import dev.sampo.job.Fence;
import dev.sampo.job.JobId;
import dev.sampo.job.Stretch;
import dev.sampo.job.Value;
import dev.sampo.link.Order;
import dev.sampo.link.Precedence;
import dev.sampo.resource.Resources;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What a node knows and keeps of one job. */
final class JobHere {

    /** A stretch as it was told; usable once its blueprint is here. */
    record Told(int first, int count, Digest digest, int each, int base) {
        Stretch with(Blueprint blueprint) {
            return new Stretch(first, count, blueprint, each, base);
        }
    }

    private static final int[] NONE = {};

    final JobId id;
    final int partition;
    final Map<Integer, Held> held = new TreeMap<>();
    Precedence precedence = Precedence.USUAL;
    /** Nothing of it is to begin here. */
    boolean isPaused;
    /** What its running attempts take up here. */
    Resources taken = Resources.NONE;
    /** How much they have used, in parts of the node times milliseconds, up to some moment. */
    double used;

    long usedTo;

    private final TreeMap<Integer, Stretch> stretches = new TreeMap<>();
    private final TreeMap<Integer, Told> told = new TreeMap<>();
    private final Map<Integer, Integer> firstElementOf = new HashMap<>();
    private final Map<Integer, Value> values = new HashMap<>();
    private final Map<Integer, List<Held>> awaitingValue = new HashMap<>();
    /** Values on their way here because the node that has them is on its way out. */
    private final Set<Integer> awaitedForOthers = new HashSet<>();

    private final Map<Digest, List<Held>> awaitingBlueprint = new HashMap<>();
    private final BitSet done = new BitSet();
    private final BitSet own = new BitSet();
    private final BitSet gone = new BitSet();
    private final BitSet unproven = new BitSet();
    /** Packed fences of the attempts whose values are kept. */
    private long[] makers = {};

    /** What the timetable starts here next. */
    private final Deque<Next> upcoming = new ArrayDeque<>();

    private record Next(int task, int moment, Set<Integer> after) {}

    /** By base of a stretch: how many inputs of each task have not been made here. */
    private final Map<Integer, int[]> missingHere = new HashMap<>();

    JobHere(JobId id, int partition) {
        this.id = id;
        this.partition = partition;
    }

    /** A new session says anew what is paused and what is next. */
    void resume() {
        isPaused = false;
        upcoming.clear();
    }

    void expect(List<Order.Upcoming.Next> tasks) {
        upcoming.clear();
        int moment = 0;
        for (Order.Upcoming.Next next : tasks) {
            moment += next.isTogether() ? 0 : 1;
            upcoming.add(new Next(next.task(), moment, new HashSet<>(next.after())));
        }
    }

    /** What was foreseen has not come to pass. */
    void expectNothing() {
        upcoming.clear();
    }

    void doNotExpect(int task) {
        upcoming.removeIf(next -> next.task() == task);
    }

    /** What is to start next does not wait for this task any more. */
    void succeeded(int task) {
        upcoming.forEach(next -> next.after().remove(task));
    }

    /** Those that are to start next, in the same moment, and wait for none that runs here. */
    int[] upcoming() {
        if (upcoming.isEmpty()) {
            return NONE;
        }
        return upcoming.stream()
                .takeWhile(next -> next.moment() == upcoming.element().moment())
                .filter(next -> next.after().isEmpty())
                .mapToInt(Next::task)
                .toArray();
    }

    int priorityOf(TaskOptions task) {
        return task.priority() + precedence.priority();
    }

    /** Whether another graph was told to be the job's: then all of this is about another job of the same id. */
    boolean contradicts(Digest blueprint) {
        Told known = told.get(0);
        return known != null && !known.digest().equals(blueprint);
    }

    void tell(Told stretch, Blueprint blueprint) {
        if (stretch.each() != Stretch.WHOLE) {
            firstElementOf.put(stretch.each(), stretch.first());
        }
        if (stretch.count() == 0) {
            return;
        }
        told.put(stretch.first(), stretch);
        if (blueprint != null) {
            stretches.put(stretch.first(), stretch.with(blueprint));
        }
    }

    /** A blueprint came: its stretches are usable, and these attempts need no longer wait for it. */
    List<Held> arrived(Blueprint blueprint) {
        for (Told stretch : told.values()) {
            if (stretch.digest().equals(blueprint.digest())) {
                stretches.putIfAbsent(stretch.first(), stretch.with(blueprint));
            }
        }
        return unblocked(blueprint.digest());
    }

    List<Held> unblocked(Digest digest) {
        List<Held> waiting = awaitingBlueprint.remove(digest);
        return waiting == null ? List.of() : waiting;
    }

    /** The stretch of a task; null while its blueprint is on the way, or when it was never told. */
    Stretch stretchOf(int task) {
        var entry = stretches.floorEntry(task);
        return entry != null && entry.getValue().contains(task) ? entry.getValue() : null;
    }

    Told toldOf(int task) {
        var entry = told.floorEntry(task);
        boolean within = entry != null
                && task < entry.getValue().first() + entry.getValue().count();
        return within ? entry.getValue() : null;
    }

    void awaitBlueprint(Held attempt, Digest digest) {
        awaitingBlueprint.computeIfAbsent(digest, each -> new ArrayList<>()).add(attempt);
    }

    boolean uses(Digest digest) {
        return told.values().stream().anyMatch(stretch -> stretch.digest().equals(digest));
    }

    /** Number of the first element a mapped-over task became, or null. */
    Integer firstElement(int each) {
        return firstElementOf.get(each);
    }

    int elementCount(int each) {
        Told elements = told.get(firstElementOf.get(each));
        return elements == null || elements.each() != each ? 0 : elements.count();
    }

    Value value(int task) {
        return values.get(task);
    }

    /** Keeps a value the partition has sent or named. */
    void keep(int task, Value value, Fence maker) {
        made(task, maker);
        keepFetched(task, value);
    }

    /** Keeps a value that is said to be in this node's store, where it has yet to be looked for. */
    void keepUnproven(int task, Value value, Fence maker) {
        keep(task, value, maker);
        unproven.set(task);
    }

    /** Keeps where the value that was named before can be had from now on. */
    void keepFetched(int task, Value value) {
        values.put(task, value);
        own.clear(task);
        gone.clear(task);
        unproven.clear(task);
    }

    private void made(int task, Fence maker) {
        if (task >= makers.length) {
            makers = Arrays.copyOf(makers, Math.max(task + 1, makers.length + (makers.length >> 1)));
        }
        makers[task] = maker.packed();
    }

    /** The attempt that made the value kept for the task, or that was kept last. */
    Fence maker(int task) {
        return Fence.unpacked(task < makers.length ? makers[task] : 0);
    }

    boolean isUnproven(int task) {
        return unproven.get(task);
    }

    /** The task has a value that counts, but it is to be had nowhere: what is made here meanwhile must not replace it. */
    void keepNone(int task) {
        drop(task);
        gone.set(task);
    }

    /** Whether the partition has another value for the task than one this node might make on its own idea. */
    boolean isKnownOtherwise(int task) {
        return values.containsKey(task) || gone.get(task);
    }

    /** Keeps a value made here, of which the partition has yet to say whether it counts. */
    void keepOwn(int task, Value value, Fence maker) {
        keep(task, value, maker);
        own.set(task);
    }

    boolean isOwn(int task) {
        return own.get(task);
    }

    void drop(int task) {
        values.remove(task);
        own.clear(task);
        unproven.clear(task);
    }

    void awaitValue(Held attempt, int task) {
        attempt.valuesAwaited++;
        awaitingValue.computeIfAbsent(task, each -> new ArrayList<>()).add(attempt);
    }

    boolean isAwaited(int task) {
        return awaitingValue.containsKey(task) || awaitedForOthers.contains(task);
    }

    void awaitForOthers(int task) {
        awaitedForOthers.add(task);
    }

    boolean stopAwaitingForOthers(int task) {
        return awaitedForOthers.remove(task);
    }

    List<Held> stopAwaiting(int task) {
        List<Held> waiting = awaitingValue.remove(task);
        return waiting == null ? List.of() : waiting;
    }

    /** Notes a success made here; false when it had been noted before. */
    boolean madeHere(int task) {
        if (done.get(task)) {
            return false;
        }
        done.set(task);
        return true;
    }

    /** Whether, with one more input made here, all inputs of this task have been. */
    boolean lastInputHere(Stretch stretch, int localTask) {
        int[] missing = missingHere.computeIfAbsent(stretch.base(), base -> inputsToMake(stretch.blueprint()));
        return --missing[localTask] == 0;
    }

    private static int[] inputsToMake(Blueprint graph) {
        int[] counts = graph.waitCounts();
        for (int task = 0; task < graph.size(); task++) {
            if (graph.kind(task) == Blueprint.Kind.CONSTANT) {
                for (int i = 0; i < graph.successorCount(task); i++) {
                    counts[graph.successor(task, i)]--;
                }
            }
        }
        return counts;
    }
}
