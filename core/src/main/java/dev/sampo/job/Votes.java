package dev.sampo.job;

import dev.sampo.dag.Digest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What nodes made of tasks on which several have to agree: of few tasks, so kept apart from the dense arrays. */
public final class Votes {
    public record Vote(NodeId node, Fence fence, Digest digest) {}

    private final Map<Integer, List<Vote>> undecided = new HashMap<>();
    private final Map<Integer, Integer> counts = new HashMap<>();
    private final List<NodeId> outvoted = new ArrayList<>();

    static boolean concern(JobEvent event) {
        return event instanceof JobEvent.AttemptVoted || event instanceof JobEvent.NodeOutvoted;
    }

    void note(JobEvent event) {
        if (event instanceof JobEvent.AttemptVoted voted) {
            undecided
                    .computeIfAbsent(voted.task(), task -> new ArrayList<>())
                    .add(new Vote(voted.node(), voted.fence(), voted.digest()));
            counts.merge(voted.task(), 1, Integer::sum);
        } else if (event instanceof JobEvent.NodeOutvoted lost) {
            outvoted.add(lost.node());
        } else if (event instanceof JobEvent.TaskSucceeded success) {
            undecided.remove(success.task());
        } else if (event instanceof JobEvent.ValueLost lost) {
            undecided.remove(lost.task());
        }
    }

    /** What has been said of the task while it is undecided, oldest first. */
    public List<Vote> on(int task) {
        return undecided.isEmpty() ? List.of() : undecided.getOrDefault(task, List.of());
    }

    public boolean hasVoted(int task, NodeId node) {
        return on(task).stream().anyMatch(vote -> vote.node().equals(node));
    }

    /** How often nodes have said what they made of the task, over all. */
    public int count(int task) {
        return counts.isEmpty() ? 0 : counts.getOrDefault(task, 0);
    }

    /** Nodes that were of another opinion than enough others, once for each time. */
    public List<NodeId> outvoted() {
        return outvoted;
    }

    /** What has to be the same for two values to agree: the bytes of a small one, size and checksum of a large one. */
    public static Digest digest(Value value) {
        if (value instanceof Value.Inline inline) {
            return Digest.of(inline.bytes());
        }
        var stored = (Value.Stored) value;
        return new Digest((long) stored.crc() << 32, stored.size());
    }
}
