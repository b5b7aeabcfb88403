package dev.sampo.planning;

import dev.sampo.job.Fact;
import dev.sampo.job.NodeId;
import dev.sampo.link.Orders;
import dev.sampo.telemetry.Event;
import java.util.List;

/**
 * What a step decided. The facts go to the journal in order; the letters may leave at once; the replies wait until every
 * fact up to {@code factsUpTo} is durable.
 *
 * @param searches to be made outside, whose results come back as inputs; a later one of a job makes earlier ones void
 * @param calls requests to other partitions, whose answers come back as inputs; they may get lost
 * @param events for those who listen, if anybody does
 * @param wakeAt when to step again although nothing happens; {@link #NEVER} for no need
 */
public record Plan(
        List<Fact> facts,
        long factsUpTo,
        List<Letter> letters,
        List<Reply> replies,
        List<Search> searches,
        List<Call> calls,
        List<Event> events,
        long wakeAt) {

    public static final long NEVER = Long.MAX_VALUE;

    /** Orders with their address. */
    public record Letter(NodeId node, long incarnation, Orders orders) {}

    /** A request that a partition, be it this one, is to answer. */
    public record Call(int partition, Input.OfPartition request) {}

    /** An answer with its address. */
    public record Reply(long ticket, Answer answer) {}
}
