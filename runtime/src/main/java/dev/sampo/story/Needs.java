package dev.sampo.story;

import dev.sampo.dag.Blueprint;
import dev.sampo.job.JobLedger;
import dev.sampo.job.Stretch;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntConsumer;

/** Who waits for whom in a job, the graphs that bodies added where they hang. */
public final class Needs {
    private static final int FIRST = 1;

    private final JobLedger job;
    /** The task that added a stretch, by the stretch's first task. */
    private final Map<Integer, Integer> parents = new HashMap<>();

    private int looked = FIRST;

    public Needs(JobLedger job) {
        this.job = job;
    }

    /** The body of this task has added the next graph; to be said in the order of the events. */
    public void grown(int parent) {
        while (looked < job.stretches().size() && !job.stretches().get(looked).isWhole()) {
            looked++;
        }
        if (looked < job.stretches().size()) {
            parents.put(job.stretches().get(looked).first(), parent);
        }
        looked++;
    }

    /** Tells of each task that this one waits for; of an each that has expanded these are its elements. */
    public void of(int task, IntConsumer source) {
        Stretch elements = job.expansion(task);
        if (elements != null) {
            for (int element = elements.first(); element < elements.first() + elements.count(); element++) {
                source.accept(element);
            }
            return;
        }
        asWritten(task, source);
    }

    /**
     * The same, of an each what it is mapped over and its other inputs, whether it has expanded or not. What needs nothing but
     * constants begins when the body has ended that added its graph.
     */
    public void asWritten(int task, IntConsumer source) {
        Stretch stretch = job.stretchOf(task);
        Blueprint graph = stretch.blueprint();
        int local = stretch.blueprintTask(task);
        boolean isRoot = graph.afterCount(local) == 0;
        for (int i = 0; i < graph.inputCount(local); i++) {
            isRoot &= graph.kind(graph.input(local, i)) == Blueprint.Kind.CONSTANT;
            source.accept(stretch.base() + graph.input(local, i));
        }
        for (int i = 0; i < graph.afterCount(local); i++) {
            source.accept(stretch.base() + graph.after(local, i));
        }
        Integer parent = stretch.isWhole() && isRoot ? parents.get(stretch.first()) : null;
        if (parent != null) {
            source.accept(parent);
        }
    }

    public boolean isConstant(int task) {
        Stretch stretch = job.stretchOf(task);
        return stretch.blueprint().kind(stretch.blueprintTask(task)) == Blueprint.Kind.CONSTANT;
    }
}
