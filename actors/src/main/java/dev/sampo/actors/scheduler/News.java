package dev.sampo.actors.scheduler;

import dev.sampo.dag.Digest;
import dev.sampo.job.Ledger;
import dev.sampo.planning.Answer;
import dev.sampo.planning.Input;
import dev.sampo.wire.ToScheduler;
import dev.sampo.wire.ToWorker;
import java.util.Set;
import org.apache.pekko.actor.Address;
import org.apache.pekko.actor.typed.ActorRef;

/** What a scheduler hears from its journal, its timers and itself. */
sealed interface News extends ToScheduler.Internal {

    /** Only the present journal actor counts: one of an earlier life of the scheduler may still have spoken. */
    sealed interface OfJournal extends News {
        Object life();
    }

    /**
     * The journal has been read to its end.
     *
     * @param since what it has besides its checkpoint
     */
    record Recovered(Object life, Ledger ledger, SinceCheckpoint since) implements OfJournal {}

    /** Every fact up to this one is on stable storage. */
    record Written(Object life, long upTo) implements OfJournal {}

    /** Facts that were on their way are not in the journal and never will be; neither will those after them. */
    record Refused(Object life, String why) implements OfJournal {}

    /** Whether nobody else had continued the journal when that was asked; false when nobody could tell. */
    record Confirmed(Object life, boolean isCertain) implements OfJournal {}

    /** A checkpoint was saved, or could not be. */
    record CheckpointOver(Object life) implements OfJournal {}

    /** Another partition has answered. */
    record Told(Object life, Answer answer) implements News {}

    /** All that had arrived has been collected: decide. */
    record StepNow() implements News {}

    record Wake() implements News {}

    record WorkersListed(Set<ActorRef<ToWorker>> reachable, Set<ActorRef<ToWorker>> all) implements News {}

    /** The process at this address may be dead. */
    record Suspected(Address node) implements News {}

    /** A barrier had no answer. */
    record AskAgain() implements News {}

    record IntroduceAgain() implements News {}

    /** How many nodes are not known yet is to be counted again. */
    record CountAgain() implements News {}

    /** Something has been decided since the load was told, or it was told long ago. */
    record TellLoad() implements News {
        static final TellLoad AGAIN = new TellLoad();
    }

    /** Some clients have waited for a while now. */
    record LookAfterClients() implements News {}

    /** A search for a timetable is over; one of an earlier life is about other books. */
    record SearchEnded(Object life, Input.Found found) implements News {}

    /**
     * A blueprint that a client offered has come, or will not.
     *
     * @param of who had it fetched: what an earlier life waited for concerns nobody any more
     */
    record OfferEnded(Offers of, Digest digest, byte[] bytes, Throwable failure) implements News {}

    /**
     * The jar of offered blueprints has come, or will not.
     *
     * @param room how large it might have been
     */
    record JarEnded(Offers of, Digest jar, int room, byte[] bytes, Throwable failure) implements News {}
}
