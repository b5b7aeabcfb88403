package dev.sampo.link;

import dev.sampo.job.Attempt;
import dev.sampo.job.NodeId;
import dev.sampo.job.Outcome;
import java.util.List;
import java.util.Optional;

/**
 * An envelope from a node to a partition. Numbered without gaps within its session, kept by the node until durable.
 *
 * @param ordersSeen the partition's envelopes up to this number have arrived
 * @param greeting sent with the first report of a session
 */
public record Report(
        Session session,
        NodeId node,
        long incarnation,
        long number,
        long ordersSeen,
        Optional<Greeting> greeting,
        List<Started> started,
        List<Ended> ended) {

    public Report {
        started = List.copyOf(started);
        ended = List.copyOf(ended);
    }

    /** An attempt with a timeout began: from now on the partition watches its deadline too. */
    public record Started(Attempt attempt) {}

    /**
     * An attempt ended. In causal order: an attempt this node started by itself comes after the ones that allowed it.
     *
     * @param micros how long the body ran
     */
    public record Ended(Attempt attempt, Outcome outcome, long micros) {}

    /** What the node holds as a session begins: attempts queued or running; its ended ones follow as usual. */
    public record Greeting(List<Attempt> held) {
        public Greeting {
            held = List.copyOf(held);
        }
    }
}
