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
    /** Each is in memory, before anybody asks whether there is room for all of them. */
    private static final int JARS_MAX = 2;

    private static final int ATTEMPTS_MAX = 5;
    private static final byte[] NO_JAR = {};

    private final ActorContext<ToScheduler> context;
    private final ActorRef<Transfers.Command> transfers;
    private final Map<Digest, List<ToScheduler.Offer>> coming = new HashMap<>();
    /** By jar: the graphs that wait for it. The client that offered the first has been asked for it. */
    private final Map<Digest, List<Graph>> comingJars = new HashMap<>();

    /** One that has come, by the digest by which it was offered. */
    private record Graph(Digest offered, Blueprint blueprint) {}

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
        await(new Graph(ended.digest(), blueprint), missing.get(), jars);
        return List.of();
    }

    private void await(Graph graph, Digest jar, Jars jars) {
        List<Graph> same = comingJars.get(jar);
        if (same != null) {
            same.add(graph);
        } else if (comingJars.size() >= JARS_MAX) {
            busy(graph, "other jars are on their way to the partition");
        } else {
            comingJars.put(jar, new ArrayList<>(List.of(graph)));
            fetchJar(jar, jars);
        }
    }

    /** From the client of the first graph that waits for it; nothing of one that there is no room for. */
    private void fetchJar(Digest jar, Jars jars) {
        Digest first = comingJars.get(jar).get(0).offered();
        int room = (int) Math.max(0, Math.min(Jars.BYTES_MAX, Jars.ALL_BYTES_MAX - jars.bytes()));
        var source = new Source.OfOffer(jar, room, coming.get(first).get(0).source());
        // Not by this actor: of a large jar it takes a while to see that it is the one.
        var checked = fetched(source)
                .thenApplyAsync(
                        bytes -> checked(jar, bytes), context.getSystem().executionContext());
        context.pipeToSelf(checked, (bytes, failure) -> new News.JarEnded(this, jar, room, bytes, failure));
    }

    /** The same of those that waited for this jar. */
    List<Complete> end(News.JarEnded ended, Jars jars) {
        if (ended.of() != this) {
            return List.of();
        }
        if (ended.failure() == null) {
            return comingJars.remove(ended.jar()).stream()
                    .flatMap(graph -> complete(graph.offered(), graph.blueprint(), ended.bytes()).stream())
                    .toList();
        }
        List<Graph> waiting = comingJars.get(ended.jar());
        Graph first = waiting.remove(0);
        String why = "its jar " + ended.jar() + " could not be fetched: " + reason(ended.failure());
        if (ended.room() < Jars.BYTES_MAX) {
            busy(
                    first,
                    why + "; the jars of the jobs that the partition knows leave room for " + ended.room() + " bytes");
        } else {
            refuse(first.offered(), why);
        }
        if (waiting.isEmpty()) {
            comingJars.remove(ended.jar());
        } else {
            fetchJar(ended.jar(), jars);
        }
        return List.of();
    }

    private void busy(Graph graph, String why) {
        coming.remove(graph.offered()).forEach(offer -> offer.replyTo().tell(Busy.answer(offer.job(), why)));
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
