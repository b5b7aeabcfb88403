package dev.sampo.actors.scheduler;

import dev.sampo.actors.fetch.Source;
import dev.sampo.actors.fetch.Transfers;
import dev.sampo.dag.Blueprint;
import dev.sampo.dag.Digest;
import dev.sampo.dag.MalformedBlueprint;
import dev.sampo.dag.Problem;
import dev.sampo.job.Jars;
import dev.sampo.planning.Answer;
import dev.sampo.wire.ToClient;
import dev.sampo.wire.ToScheduler;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;

/** Submits whose blueprints, and jars, are being fetched from the clients that offered them. */
final class Offers {
    private static final int OFFERS_MAX = 16;
    private static final int ATTEMPTS_MAX = 5;
    private static final byte[] NO_JAR = {};

    private final ActorContext<ToScheduler> context;
    private final ActorRef<Transfers.Command> transfers;
    private final Map<Digest, List<ToScheduler.Offer>> coming = new HashMap<>();

    Offers(ActorContext<ToScheduler> context) {
        this.context = context;
        this.transfers = context.spawnAnonymous(Transfers.create());
    }

    /** A submit whose blueprint has come, and the bytes of its jar; none where the partition has those, or there is no jar. */
    record Complete(ToScheduler.Submit submit, byte[] jar) {}

    /** False when too many are under way. */
    boolean begin(ToScheduler.Offer offer) {
        List<ToScheduler.Offer> same = coming.get(offer.blueprint());
        int underWay = coming.values().stream().mapToInt(List::size).sum();
        if (underWay >= OFFERS_MAX) {
            return false;
        }
        if (same != null) {
            same.add(offer);
            return true;
        }
        coming.put(offer.blueprint(), new ArrayList<>(List.of(offer)));
        var source = new Source.OfOffer(offer.blueprint(), offer.size(), offer.source());
        context.pipeToSelf(
                fetched(source), (bytes, failure) -> new News.OfferEnded(this, offer.blueprint(), bytes, failure));
        return true;
    }

    private CompletableFuture<byte[]> fetched(Source source) {
        var bytes = new CompletableFuture<byte[]>();
        transfers.tell(new Transfers.Fetch(source, ATTEMPTS_MAX, bytes));
        return bytes;
    }

    /**
     * The submits that can now be made; the others have been refused, or their jar has yet to come.
     *
     * @param jars those that the partition has
     */
    List<Complete> end(News.OfferEnded ended, Jars jars) {
        List<ToScheduler.Offer> offers = coming.get(ended.digest());
        if (ended.of() != this || offers == null) {
            return List.of();
        }
        if (ended.failure() != null) {
            return refuse(ended.digest(), "its blueprint could not be fetched: " + reason(ended.failure()));
        }
        Blueprint blueprint;
        try {
            blueprint = Blueprint.read(ended.bytes());
        } catch (MalformedBlueprint malformed) {
            return refuse(ended.digest(), malformed.getMessage());
        }
        Optional<Digest> missing = blueprint.jar().filter(jar -> jars.find(jar).isEmpty());
        if (missing.isEmpty()) {
            return complete(ended.digest(), blueprint, NO_JAR);
        }
        var source =
                new Source.OfOffer(missing.get(), Jars.BYTES_MAX, offers.get(0).source());
        // Not by this actor: of a large jar it takes a while to see that it is the one.
        var checked = fetched(source)
                .thenApplyAsync(
                        bytes -> checked(missing.get(), bytes),
                        context.getSystem().executionContext());
        context.pipeToSelf(
                checked, (bytes, failure) -> new News.JarEnded(this, ended.digest(), blueprint, bytes, failure));
        return List.of();
    }

    /** The same of those that waited for this jar. */
    List<Complete> end(News.JarEnded ended) {
        if (ended.of() != this) {
            return List.of();
        }
        if (ended.failure() != null) {
            Digest jar = ended.blueprint().jar().orElseThrow();
            return refuse(ended.digest(), "its jar " + jar + " could not be fetched: " + reason(ended.failure()));
        }
        return complete(ended.digest(), ended.blueprint(), ended.bytes());
    }

    private static byte[] checked(Digest jar, byte[] bytes) {
        if (!Digest.of(bytes).equals(jar)) {
            throw new IllegalArgumentException("what came is something else");
        }
        return bytes;
    }

    private static String reason(Throwable failure) {
        Throwable cause =
                failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
        return cause.getMessage() + "; submit it again";
    }

    private List<Complete> complete(Digest digest, Blueprint blueprint, byte[] jar) {
        List<ToScheduler.Offer> offers = coming.remove(digest);
        return offers == null
                ? List.of()
                : offers.stream()
                        .map(offer -> new Complete(offer.with(blueprint), jar))
                        .toList();
    }

    private List<Complete> refuse(Digest digest, String why) {
        refuse(coming.remove(digest), why);
        return List.of();
    }

    private static void refuse(List<ToScheduler.Offer> offers, String why) {
        for (ToScheduler.Offer offer : offers) {
            var problem = new Problem(Problem.Kind.CANNOT_TRAVEL, offer.job().value(), why);
            offer.replyTo().tell(new ToClient(new Answer.Rejected(offer.job(), List.of(problem))));
        }
    }
}
