package dev.sampo.sim.check;

import dev.sampo.job.Fence;
import dev.sampo.job.JobId;
import java.util.HashSet;
import java.util.Set;

/** However often its order arrives, and wherever: an attempt starts at most once. */
final class AnAttemptStartsOnce extends Witness {
    private record Key(JobId job, int task, Fence fence) {}

    private final Set<Key> seen = new HashSet<>();

    @Override
    void started(Start start) {
        var attempt = start.run().attempt();
        if (!seen.add(new Key(attempt.job(), attempt.task(), attempt.fence()))) {
            throw violated(attempt.job(), attempt.task(), attempt + " started again on " + start.node());
        }
    }
}
