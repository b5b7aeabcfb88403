package dev.sampo.actors.fetch;

import dev.sampo.actors.worker.WorkerActor;
import dev.sampo.wire.Chunk;
import dev.sampo.wire.Piece;
import dev.sampo.wire.ToWorker;
import java.time.Duration;
import java.util.BitSet;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.Behavior;
import org.apache.pekko.actor.typed.PostStop;
import org.apache.pekko.actor.typed.javadsl.AbstractBehavior;
import org.apache.pekko.actor.typed.javadsl.ActorContext;
import org.apache.pekko.actor.typed.javadsl.Behaviors;
import org.apache.pekko.actor.typed.javadsl.Receive;
import org.apache.pekko.actor.typed.receptionist.Receptionist;

/**
 * Fetches one thing, a few chunks at a time, and asks again for what does not come. Lives for this one transfer; the
 * future it was given ends with the bytes or with {@link Unavailable}.
 */
final class Transfer extends AbstractBehavior<Transfer.Step> {
    private static final int WINDOW = 4;
    private static final int ABSENT_MAX = 3;
    private static final Duration PATIENCE_MIN = Duration.ofMillis(500);
    private static final Duration PATIENCE_MAX = Duration.ofSeconds(5);

    /** What moves a transfer on. */
    sealed interface Step {}

    record Arrived(Piece piece) implements Step {}

    private record Found(Receptionist.Listing listing) implements Step {}

    private enum Silence implements Step {
        LASTS
    }

    private final Source source;
    private final int attemptsMax;
    private final CompletableFuture<byte[]> whole;
    private final ActorRef<Piece> pieces;
    /** Who was found last; kept while it is looked up anew, because what it was asked for may still come. */
    private ActorRef<ToWorker> worker;

    private boolean isLookedUp;
    private byte[] bytes;
    private final BitSet here = new BitSet();
    private int chunks;
    private int asked;
    private int attempts;
    private Duration patience = PATIENCE_MIN;

    private Transfer(ActorContext<Step> context, Transfers.Fetch fetch, ActorRef<Piece> pieces) {
        super(context);
        this.source = fetch.source();
        this.attemptsMax = fetch.attemptsMax();
        this.whole = fetch.whole();
        this.pieces = pieces;
        context.setReceiveTimeout(patience, Silence.LASTS);
        begin();
    }

    /** @param pieces to whom they are to be sent, and who hands them on */
    static Behavior<Step> create(Transfers.Fetch fetch, ActorRef<Piece> pieces) {
        return Behaviors.setup(context -> new Transfer(context, fetch, pieces));
    }

    private void begin() {
        if (source.node().isPresent() && !isLookedUp) {
            var key = WorkerActor.keyOf(source.node().get());
            var found = getContext().messageAdapter(Receptionist.Listing.class, Found::new);
            getContext().getSystem().receptionist().tell(Receptionist.find(key, found));
        } else if (bytes == null) {
            source.ask(0, worker, pieces);
        } else {
            askForMissing();
        }
    }

    @Override
    public Receive<Step> createReceive() {
        return newReceiveBuilder()
                .onMessage(Arrived.class, arrived -> arrived(arrived.piece()))
                .onMessage(Found.class, this::found)
                .onMessageEquals(Silence.LASTS, this::silence)
                .onSignal(PostStop.class, this::ended)
                .build();
    }

    /** However this actor ends, nobody waits for ever. */
    private Behavior<Step> ended(PostStop stopped) {
        whole.completeExceptionally(new Unavailable("the fetch was cut short"));
        return this;
    }

    private Behavior<Step> found(Found found) {
        var key = WorkerActor.keyOf(source.node().orElseThrow());
        var there = found.listing().getServiceInstances(key).stream().findAny();
        if (!isLookedUp && there.isPresent()) {
            worker = there.get();
            isLookedUp = true;
            begin();
        }
        return this;
    }

    private Behavior<Step> silence() {
        attempts++;
        boolean isAbsent = !isLookedUp && source.node().isPresent();
        if (attempts >= (isAbsent ? Math.min(ABSENT_MAX, attemptsMax) : attemptsMax)) {
            String who = source.node().map(node -> "node " + node).orElse("its keeper");
            return fail(who + (isAbsent ? " is not there" : " does not answer"));
        }
        patience = patience.compareTo(PATIENCE_MAX) < 0 ? patience.multipliedBy(2) : PATIENCE_MAX;
        getContext().setReceiveTimeout(patience, Silence.LASTS);
        isLookedUp = false;
        begin();
        return this;
    }

    private Behavior<Step> arrived(Piece piece) {
        if (piece instanceof Piece.OfBlueprint blueprint) {
            return arrived(blueprint.chunk());
        } else if (piece instanceof Piece.OfValue value) {
            return arrived(value.chunk());
        } else if (piece instanceof Piece.NoBlueprint none) {
            return fail(none.why());
        } else if (piece instanceof Piece.NoValue none) {
            boolean isOfOther = source.node().filter(none.node()::equals).isEmpty();
            return isOfOther ? this : fail(none.why());
        }
        throw new AssertionError(piece);
    }

    private Behavior<Step> arrived(Chunk chunk) {
        if (bytes == null) {
            if (chunk.total() > source.bytesMax()) {
                return fail("it has " + chunk.total() + " bytes where at most " + source.bytesMax() + " were expected");
            }
            bytes = new byte[(int) chunk.total()];
            chunks = Math.max(1, (bytes.length + Chunk.BYTES_MAX - 1) / Chunk.BYTES_MAX);
            asked = 1;
        }
        int index = (int) (chunk.offset() / Chunk.BYTES_MAX);
        boolean fits = chunk.total() == bytes.length
                && chunk.offset() % Chunk.BYTES_MAX == 0
                && chunk.bytes().length == Math.min(Chunk.BYTES_MAX, bytes.length - chunk.offset());
        if (!fits) {
            return fail("its keeper sent " + chunk + ", which is no part of " + bytes.length + " bytes");
        }
        System.arraycopy(chunk.bytes(), 0, bytes, (int) chunk.offset(), chunk.bytes().length);
        here.set(index);
        if (here.cardinality() == chunks) {
            whole.complete(bytes);
            return Behaviors.stopped();
        }
        while (asked < chunks && asked - here.cardinality() < WINDOW) {
            ask(asked++);
        }
        return this;
    }

    private void askForMissing() {
        int again = 0;
        for (int index = here.nextClearBit(0); index < asked && again < WINDOW; index = here.nextClearBit(index + 1)) {
            ask(index);
            again++;
        }
    }

    private void ask(int index) {
        source.ask((long) index * Chunk.BYTES_MAX, worker, pieces);
    }

    private Behavior<Step> fail(String why) {
        whole.completeExceptionally(new Unavailable(why));
        return Behaviors.stopped();
    }
}
