package dev.sampo.planning;

import dev.sampo.job.Fence;
import dev.sampo.resource.Resources;

/** A second attempt at a task that takes long, which holds what it needs. */
final class Copy {
    final JobPlan job;
    final int task;
    final NodeView view;
    final Fence fence;
    final Resources needs;
    /** Whether its node has been told of it. */
    boolean isSent;

    Copy(JobPlan job, int task, NodeView view, Fence fence, Resources needs) {
        this.job = job;
        this.task = task;
        this.view = view;
        this.fence = fence;
        this.needs = needs;
    }

    boolean is(NodeView node, Fence attempt) {
        return view == node && fence.equals(attempt);
    }
}
