package dev.sampo.actors.worker;

import dev.sampo.actors.body.UserCode;
import dev.sampo.actors.fetch.Source;
import dev.sampo.dag.Blueprint;
import dev.sampo.dag.Digest;
import dev.sampo.dag.MalformedBlueprint;
import dev.sampo.wire.ToScheduler;
import dev.sampo.worker.Action;
import dev.sampo.worker.WorkerInput;
import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.pekko.actor.typed.ActorRef;

/** Gets blueprints for the node's worker, and their jars with them: attempts wait until both are here, however long that takes. */
final class BlueprintFetches {
    private final UserCode code;
    private final Executor executor;
    private final Consumer<WorkerInput> worker;

    /** @param executor for what takes its time */
    BlueprintFetches(UserCode code, Executor executor, Consumer<WorkerInput> worker) {
        this.code = code;
        this.executor = executor;
        this.worker = worker;
    }

    void fetch(Action.FetchBlueprint fetch, Supplier<ActorRef<ToScheduler>> partition, NodeWorker.Fetching fetching) {
        fetching.fetch(new Source.OfPartition(fetch.digest(), partition), Integer.MAX_VALUE)
                .whenCompleteAsync(
                        (bytes, failure) -> {
                            if (failure != null) {
                                worker.accept(unavailable(fetch, String.valueOf(failure.getMessage())));
                            } else {
                                arrived(fetch, bytes, partition, fetching);
                            }
                        },
                        executor);
    }

    private void arrived(
            Action.FetchBlueprint fetch,
            byte[] bytes,
            Supplier<ActorRef<ToScheduler>> partition,
            NodeWorker.Fetching fetching) {
        Blueprint blueprint;
        try {
            blueprint = Blueprint.read(bytes);
        } catch (MalformedBlueprint malformed) {
            worker.accept(unavailable(fetch, malformed.getMessage()));
            return;
        }
        if (blueprint.jar().isEmpty() || code.jars().hold(blueprint.jar().get(), fetch.digest())) {
            worker.accept(new WorkerInput.BlueprintArrived(blueprint));
            return;
        }
        Digest jar = blueprint.jar().get();
        fetching.fetch(new Source.OfPartition(jar, partition), Integer.MAX_VALUE)
                .whenCompleteAsync(
                        (itsBytes, failure) -> worker.accept(
                                failure == null
                                        ? put(fetch, blueprint, jar, itsBytes)
                                        : without(fetch, jar, String.valueOf(failure.getMessage()))),
                        executor);
    }

    private WorkerInput put(Action.FetchBlueprint fetch, Blueprint blueprint, Digest jar, byte[] bytes) {
        try {
            code.jars().put(jar, bytes, code);
            return new WorkerInput.BlueprintArrived(blueprint);
        } catch (IOException | RuntimeException failure) {
            return without(fetch, jar, "it cannot be kept on this node: " + failure.getMessage());
        }
    }

    private WorkerInput without(Action.FetchBlueprint fetch, Digest jar, String why) {
        code.jars().drop(jar, fetch.digest()).run();
        return unavailable(fetch, "its jar " + jar + ": " + why);
    }

    private static WorkerInput unavailable(Action.FetchBlueprint fetch, String why) {
        return new WorkerInput.BlueprintUnavailable(fetch.digest(), why);
    }
}
