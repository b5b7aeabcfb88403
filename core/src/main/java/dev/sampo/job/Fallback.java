package dev.sampo.job;

import java.util.BitSet;
import java.util.Optional;

/** Where a job may run when no worker is there, and which of its tasks did. */
public final class Fallback {
    private final Optional<NodeId> node;
    private final BitSet ended = new BitSet();

    Fallback(Optional<NodeId> node) {
        this.node = node;
    }

    void note(JobEvent event) {
        if (node.isEmpty()) {
            return;
        }
        if (event instanceof JobEvent.TaskSucceeded success) {
            ended.set(success.task(), isAt(success.node()));
        } else if (event instanceof JobEvent.AttemptFailed failed) {
            // Of what fits nowhere the node is named that comes nearest: no attempt was there.
            boolean wasThere = failed.failure().kind() != Failure.Kind.NEVER_FITS;
            ended.set(failed.task(), wasThere && isAt(failed.node()));
        }
    }

    /** The node the job was submitted from; empty when it may run on workers only. */
    public Optional<NodeId> node() {
        return node;
    }

    public boolean isAt(NodeId candidate) {
        return node.isPresent() && node.get().equals(candidate);
    }

    /** How many tasks had their last end so far there, well or not. */
    public int tasks() {
        return ended.cardinality();
    }
}
