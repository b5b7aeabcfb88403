package dev.sampo.wire;

import dev.sampo.job.JobId;
import dev.sampo.link.Availability;
import dev.sampo.link.Orders;
import dev.sampo.resource.Change;
import org.apache.pekko.actor.NoSerializationVerificationNeeded;
import org.apache.pekko.actor.typed.ActorRef;

/** What a node's worker can be told. */
public sealed interface ToWorker extends Wire {

    /** @param partition where reports about these orders go */
    record FromPartition(Orders orders, ActorRef<ToScheduler> partition) implements ToWorker {}

    /** A whole blueprint of which the orders that come next speak; without it the node asks for it. */
    record Enclosed(Piece.OfBlueprint blueprint) implements ToWorker {}

    /** A partition has woken up, or seen this node for the first time, and asks for an {@link ToScheduler.Announce}. */
    record Introduce(ActorRef<ToScheduler> partition) implements ToWorker {}

    /**
     * Asks for the bytes of a value kept on this node, from {@code offset} on.
     *
     * @param crc that of the whole value: a task that ran twice may have made two
     */
    record FetchValue(JobId job, int task, int crc, long offset, ActorRef<Piece> replyTo) implements ToWorker {}

    /**
     * Says what the node is to take on from now on.
     *
     * @param millis how long what runs may go on when it is to drain
     */
    record TakeOn(Availability availability, long millis, ActorRef<TakesOn> replyTo) implements ToWorker {}

    /**
     * Changes what the node has; a change that changes nothing only asks how it is.
     *
     * @param name under which it is made once; empty for each time that it is asked for
     */
    record Equip(String name, Change change, ActorRef<Equipped> replyTo) implements ToWorker {}

    /** Asks how much of the node is used, and whom it reaches: at most so many of those by name. */
    record AskLoad(int linksMax, ActorRef<LoadTold> replyTo) implements ToWorker {}

    /**
     * Asks for what the body of a task has written, on this node, and for what one that has just ended wrote last.
     *
     * @param attempt of which the first bytes were heard; 0 for whichever runs
     * @param stdout from this byte on, if it is still that attempt, else from the beginning
     */
    record AskOutput(JobId job, int task, int attempt, long stdout, long stderr, ActorRef<OutputTold> replyTo)
            implements ToWorker {}

    /** Asks since when a task runs on this node, and what its body says of itself. */
    record AskProgress(JobId job, int task, ActorRef<ProgressTold> replyTo) implements ToWorker {}

    /** What a worker tells itself; has no bytes. */
    non-sealed interface Internal extends ToWorker, NoSerializationVerificationNeeded {}
}
