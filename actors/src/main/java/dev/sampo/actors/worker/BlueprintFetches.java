package dev.sampo.actors.worker;

import dev.sampo.actors.Latest;
import dev.sampo.actors.body.UserCode;
import dev.sampo.actors.fetch.Source;
import dev.sampo.dag.Blueprint;
import dev.sampo.dag.Digest;
import dev.sampo.dag.MalformedBlueprint;
import dev.sampo.wire.Piece;
import dev.sampo.wire.ToScheduler;
import dev.sampo.worker.Action;
import dev.sampo.worker.WorkerInput;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.zip.ZipException;
import org.apache.pekko.actor.typed.ActorRef;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gets blueprints for the node's worker, and their jars with them: attempts wait until both are here, however long that takes.
 * A jar comes once, for all blueprints that name it. Each blueprint that is said to have arrived holds its jar once.
 */
final class BlueprintFetches {
    private static final Logger LOG = LoggerFactory.getLogger(BlueprintFetches.class);
    private static final int ENCLOSED_MAX = 64;
    /** Of a partition that stays silent; whoever waits for the same jar from another then asks that one. */
    private static final int JAR_ATTEMPTS_MAX = 20;

    private final UserCode code;
    private final Executor executor;
    private final Consumer<WorkerInput> worker;
    /** By jar: those for whom it is on its way. The first of them has asked its partition for it. */
    private final Map<Digest, Queue<Waiting>> coming = new HashMap<>();

    /** What came with orders and has not been asked for yet. */
    private final Map<Digest, byte[]> enclosed = Latest.come(ENCLOSED_MAX);

    /** A blueprint that is here but for its jar. */
    private record Waiting(
            Blueprint blueprint, Supplier<ActorRef<ToScheduler>> partition, NodeWorker.Fetching fetching) {
        Digest jar() {
            return blueprint.jar().orElseThrow();
        }
    }

    /** @param executor for what takes its time */
    BlueprintFetches(UserCode code, Executor executor, Consumer<WorkerInput> worker) {
        this.code = code;
        this.executor = executor;
        this.worker = worker;
    }

    /** A whole blueprint that a partition thinks will be asked for next. */
    void enclosed(Piece.OfBlueprint piece) {
        synchronized (enclosed) {
            enclosed.put(piece.blueprint(), piece.chunk().bytes());
        }
    }

    private CompletableFuture<byte[]> bytes(
            Digest digest, Supplier<ActorRef<ToScheduler>> partition, NodeWorker.Fetching fetching) {
        byte[] here;
        synchronized (enclosed) {
            here = enclosed.remove(digest);
        }
        return here == null
                ? fetching.fetch(new Source.OfPartition(digest, partition), Integer.MAX_VALUE)
                : CompletableFuture.completedFuture(here);
    }

    void fetch(Action.FetchBlueprint fetch, Supplier<ActorRef<ToScheduler>> partition, NodeWorker.Fetching fetching) {
        bytes(fetch.digest(), partition, fetching)
                .whenCompleteAsync(
                        (bytes, failure) -> {
                            if (failure != null) {
                                worker.accept(unavailable(fetch.digest(), String.valueOf(failure.getMessage()), false));
                            } else {
                                arrived(fetch.digest(), bytes, partition, fetching);
                            }
                        },
                        executor);
    }

    private void arrived(
            Digest digest, byte[] bytes, Supplier<ActorRef<ToScheduler>> partition, NodeWorker.Fetching fetching) {
        Blueprint blueprint;
        try {
            blueprint = Blueprint.read(bytes);
        } catch (MalformedBlueprint malformed) {
            worker.accept(unavailable(digest, malformed.getMessage(), true));
            return;
        }
        var waiting = new Waiting(blueprint, partition, fetching);
        if (blueprint.jar().isEmpty() || hasOrAwaits(waiting)) {
            worker.accept(new WorkerInput.BlueprintArrived(blueprint));
        }
    }

    /** True when its jar is here; else it comes, and is asked for if nobody has yet. */
    private boolean hasOrAwaits(Waiting waiting) {
        boolean isFirst;
        synchronized (coming) {
            if (code.jars().holdOnceMore(waiting.jar(), waiting.blueprint().digest())) {
                return true;
            }
            Queue<Waiting> all = coming.computeIfAbsent(waiting.jar(), first -> new ArrayDeque<>());
            isFirst = all.isEmpty();
            all.add(waiting);
        }
        if (isFirst) {
            fetchJar(waiting);
        }
        return false;
    }

    private void fetchJar(Waiting first) {
        first.fetching()
                .fetch(new Source.OfPartition(first.jar(), first.partition()), JAR_ATTEMPTS_MAX)
                .whenCompleteAsync(
                        (bytes, failure) -> {
                            if (failure == null) {
                                put(first.jar(), bytes);
                            } else {
                                notToBeHad(first, String.valueOf(failure.getMessage()));
                            }
                        },
                        executor);
    }

    private void put(Digest jar, byte[] bytes) {
        Exception fault = faultOfPutting(jar, bytes);
        Queue<Waiting> all;
        synchronized (coming) {
            all = coming.remove(jar);
        }
        all.forEach(waiting -> worker.accept(
                fault == null
                        ? new WorkerInput.BlueprintArrived(waiting.blueprint())
                        : without(waiting, "it cannot be kept on this node: " + fault, fault instanceof ZipException)));
    }

    /** Null when it is here now. */
    private Exception faultOfPutting(Digest jar, byte[] bytes) {
        try {
            return code.jars().put(jar, bytes, code) ? null : new IOException("this node is closing");
        } catch (IOException | RuntimeException failure) {
            LOG.warn("jar {} cannot be kept on this node: {}", jar, failure.toString());
            return failure;
        }
    }

    /** The next may be of another partition, which has it. */
    private void notToBeHad(Waiting first, String why) {
        Waiting next;
        synchronized (coming) {
            Queue<Waiting> all = coming.get(first.jar());
            all.remove();
            next = all.peek();
            if (next == null) {
                coming.remove(first.jar());
            }
        }
        worker.accept(without(first, why, false));
        if (next != null) {
            fetchJar(next);
        }
    }

    private WorkerInput without(Waiting waiting, String why, boolean isSoEverywhere) {
        code.jars().drop(waiting.jar(), waiting.blueprint().digest()).run();
        return unavailable(waiting.blueprint().digest(), "its jar " + waiting.jar() + ": " + why, isSoEverywhere);
    }

    private static WorkerInput unavailable(Digest blueprint, String why, boolean isSoEverywhere) {
        return new WorkerInput.BlueprintUnavailable(blueprint, why, isSoEverywhere);
    }
}
