package dev.sampo.actors.fetch;

import dev.sampo.dag.Digest;
import dev.sampo.job.JobId;
import dev.sampo.job.NodeId;
import dev.sampo.job.Value;
import dev.sampo.wire.Piece;
import dev.sampo.wire.ToScheduler;
import dev.sampo.wire.ToWorker;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;

/** What is to be fetched, and whom to ask for a chunk of it. */
public sealed interface Source {

    long BLUEPRINT_BYTES_MAX = 64 << 20;

    /** More than this is refused before room is made for it. */
    long bytesMax();

    /** What its pieces say they are of. */
    Transfers.Key key();

    /** The node whose worker has to be found before anything can be asked; empty when the one to ask is known. */
    default Optional<NodeId> node() {
        return Optional.empty();
    }

    /** @param worker the found worker of {@link #node()}; null when there is none to find */
    void ask(long offset, ActorRef<ToWorker> worker, ActorRef<Piece> replyTo);

    /** A blueprint from the partition whose job uses it, wherever the partition is served at the moment. */
    record OfPartition(Digest digest, Supplier<ActorRef<ToScheduler>> partition) implements Source {
        @Override
        public long bytesMax() {
            return BLUEPRINT_BYTES_MAX;
        }

        @Override
        public Transfers.Key key() {
            return new Transfers.Key.OfBlueprint(digest);
        }

        @Override
        public void ask(long offset, ActorRef<ToWorker> worker, ActorRef<Piece> replyTo) {
            partition.get().tell(new ToScheduler.FetchBlueprint(digest, (int) offset, replyTo));
        }
    }

    /** A blueprint from the client that offers it. */
    record OfOffer(Digest digest, int size, ActorRef<ToScheduler.FetchBlueprint> client) implements Source {
        @Override
        public long bytesMax() {
            return Math.min(size, BLUEPRINT_BYTES_MAX);
        }

        @Override
        public Transfers.Key key() {
            return new Transfers.Key.OfBlueprint(digest);
        }

        @Override
        public void ask(long offset, ActorRef<ToWorker> worker, ActorRef<Piece> replyTo) {
            client.tell(new ToScheduler.FetchBlueprint(digest, (int) offset, replyTo));
        }
    }

    /** A value from the node that keeps it. */
    record OfNode(JobId job, int task, Value.Stored value) implements Source {
        @Override
        public long bytesMax() {
            return value.size();
        }

        @Override
        public Transfers.Key key() {
            return new Transfers.Key.OfValue(job, task, value.crc());
        }

        @Override
        public Optional<NodeId> node() {
            return Optional.of(value.node());
        }

        @Override
        public void ask(long offset, ActorRef<ToWorker> worker, ActorRef<Piece> replyTo) {
            worker.tell(new ToWorker.FetchValue(job, task, value.crc(), offset, replyTo));
        }
    }
}
