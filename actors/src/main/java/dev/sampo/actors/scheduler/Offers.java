package dev.sampo.actors.scheduler;

import dev.sampo.actors.fetch.Source;
import dev.sampo.actors.fetch.Transfers;
import dev.sampo.dag.Blueprint;
import dev.sampo.dag.Digest;
import dev.sampo.dag.MalformedBlueprint;
import dev.sampo.dag.Problem;
import dev.sampo.planning.Answer;
import dev.sampo.wire.ToClient;
import dev.sampo.wire.ToScheduler;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.pekko.actor.typed.ActorRef;
import org.apache.pekko.actor.typed.javadsl.ActorContext;

/** Submits whose blueprints are being fetched from the clients that offered them. */
final class Offers {
    private static final int OFFERS_MAX = 16;
    private static final int ATTEMPTS_MAX = 5;

    private final ActorContext<ToScheduler> context;
    private final ActorRef<Transfers.Command> transfers;
    private final Map<Digest, List<ToScheduler.Offer>> coming = new HashMap<>();

    Offers(ActorContext<ToScheduler> context) {
        this.context = context;
        this.transfers = context.spawnAnonymous(Transfers.create());
    }

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
        var bytes = new CompletableFuture<byte[]>();
        var source = new Source.OfOffer(offer.blueprint(), offer.size(), offer.source());
        transfers.tell(new Transfers.Fetch(source, ATTEMPTS_MAX, bytes));
        context.pipeToSelf(bytes, (arrived, failure) -> new News.OfferEnded(offer.blueprint(), arrived, failure));
        return true;
    }

    /** The submits that can now be made; the others have been refused. */
    List<ToScheduler.Submit> end(News.OfferEnded ended) {
        List<ToScheduler.Offer> offers = coming.remove(ended.digest());
        if (offers == null) {
            return List.of();
        }
        if (ended.failure() != null) {
            refuse(
                    offers,
                    "its blueprint could not be fetched: " + ended.failure().getMessage() + "; submit it again");
            return List.of();
        }
        try {
            Blueprint blueprint = Blueprint.read(ended.bytes());
            return offers.stream().map(offer -> offer.with(blueprint)).toList();
        } catch (MalformedBlueprint malformed) {
            refuse(offers, malformed.getMessage());
            return List.of();
        }
    }

    private static void refuse(List<ToScheduler.Offer> offers, String why) {
        for (ToScheduler.Offer offer : offers) {
            var problem = new Problem(Problem.Kind.CANNOT_TRAVEL, offer.job().value(), why);
            offer.replyTo().tell(new ToClient(new Answer.Rejected(offer.job(), List.of(problem))));
        }
    }
}
