package dev.sampo.actors.fetch;

import dev.sampo.dag.Digest;
import dev.sampo.job.JobId;
import dev.sampo.wire.Piece;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;

/**
 * Fetches what is kept elsewhere, each thing by an actor of its own. All pieces come to the one address of this actor, which hands
 * them on: other nodes remember every address they ever sent something to.
 */
public final class Transfers extends AbstractBehavior<Transfers.Command> {

    public sealed interface Command {}

    /**
     * @param attemptsMax how often silence is met by asking again; what was refused is not asked for again
     * @param whole ends with the bytes or with {@link Unavailable}
     */
    public record Fetch(Source source, int attemptsMax, CompletableFuture<byte[]> whole) implements Command {}

    private record Arrived(Piece piece) implements Command {}

    private record Over(Key key, ActorRef<Transfer.Step> transfer) implements Command {}

    /** What a piece is of. */
    sealed interface Key {
        record OfBlueprint(Digest digest) implements Key {}

        record OfValue(JobId job, int task, int crc) implements Key {}
    }

    private final ActorRef<Piece> pieces;
    private final Map<Key, List<ActorRef<Transfer.Step>>> underWay = new HashMap<>();

    private Transfers(ActorContext<Command> context) {
        super(context);
        this.pieces = context.messageAdapter(Piece.class, Arrived::new);
    }

    public static Behavior<Command> create() {
        return Behaviors.setup(Transfers::new);
    }

    @Override
    public Receive<Command> createReceive() {
        return newReceiveBuilder()
                .onMessage(Fetch.class, this::fetch)
                .onMessage(Arrived.class, this::arrived)
                .onMessage(Over.class, this::over)
                .build();
    }

    private Behavior<Command> fetch(Fetch fetch) {
        ActorRef<Transfer.Step> transfer = getContext().spawnAnonymous(Transfer.create(fetch, pieces));
        Key key = fetch.source().key();
        underWay.computeIfAbsent(key, first -> new ArrayList<>(1)).add(transfer);
        getContext().watchWith(transfer, new Over(key, transfer));
        return this;
    }

    private Behavior<Command> arrived(Arrived arrived) {
        underWay.getOrDefault(keyOf(arrived.piece()), List.of())
                .forEach(transfer -> transfer.tell(new Transfer.Arrived(arrived.piece())));
        return this;
    }

    private static Key keyOf(Piece piece) {
        if (piece instanceof Piece.OfBlueprint blueprint) {
            return new Key.OfBlueprint(blueprint.blueprint());
        } else if (piece instanceof Piece.NoBlueprint none) {
            return new Key.OfBlueprint(none.blueprint());
        } else if (piece instanceof Piece.OfValue value) {
            return new Key.OfValue(value.job(), value.task(), value.crc());
        } else if (piece instanceof Piece.NoValue none) {
            return new Key.OfValue(none.job(), none.task(), none.crc());
        }
        throw new AssertionError(piece);
    }

    private Behavior<Command> over(Over over) {
        List<ActorRef<Transfer.Step>> same = underWay.get(over.key());
        same.remove(over.transfer());
        if (same.isEmpty()) {
            underWay.remove(over.key());
        }
        return this;
    }
}
