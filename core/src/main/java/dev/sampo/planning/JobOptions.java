package dev.sampo.planning;

import dev.sampo.job.NodeId;
import java.util.Optional;

/**
 * What a client asks for a whole job. {@code priority} is added to that of each task.
 *
 * @param fallback the node it is submitted from, if it is to run there when no worker is there
 * @param failuresAllowed how many tasks may fail for good while all that does not need them goes on
 */
public record JobOptions(int priority, Optional<NodeId> fallback, int failuresAllowed) {
    public static final JobOptions DEFAULTS = new JobOptions(0, Optional.empty(), 0);

    public JobOptions {
        if (failuresAllowed < 0) {
            throw new IllegalArgumentException("failuresAllowed=" + failuresAllowed + " must not be negative");
        }
    }
}
