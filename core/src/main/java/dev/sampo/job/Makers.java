package dev.sampo.job;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which attempt made each task's value, which ones made values that were lost, and which values are not where they were. */
public final class Makers {
    /** Made what comes with the graph, and that there is nothing. */
    private static final Fence NOBODY = new Fence(0, 0);

    private final Map<Integer, List<Fence>> earlier = new HashMap<>();
    private final BitSet moved = new BitSet();
    /** Packed fences. */
    private long[] present = {};

    void room(int larger) {
        present = Arrays.copyOf(present, larger);
    }

    void made(int task, Fence fence) {
        present[task] = fence.packed();
    }

    void lost(int task) {
        earlier.computeIfAbsent(task, lost -> new ArrayList<>()).add(of(task));
    }

    /** Nobody has made, or will make, a value of this task; an earlier one does not count any more. */
    void none(int task) {
        present[task] = NOBODY.packed();
    }

    void moved(int task) {
        moved.set(task);
    }

    /** The attempt that made the task's value, for a task that has succeeded. */
    public Fence of(int task) {
        return Fence.unpacked(present[task]);
    }

    /** The attempts that made values of this task which were lost. */
    public List<Fence> earlier(int task) {
        return earlier.getOrDefault(task, List.of());
    }

    /** Whether the value was elsewhere once; who knew of it then may say in vain that it is gone. */
    public boolean hasMoved(int task) {
        return moved.get(task);
    }
}
