package dev.sampo;

import dev.sampo.actors.EngineSettings;
import dev.sampo.actors.NoSuchWorker;
import dev.sampo.actors.membership.Membership;
import dev.sampo.job.JobId;
import dev.sampo.job.NodeId;
import dev.sampo.membership.NodeEntry;
import dev.sampo.membership.NodeState;
import dev.sampo.membership.NodeStatus;
import dev.sampo.resource.Change;
import dev.sampo.resource.Resources;
import dev.sampo.wire.Equipped;
import dev.sampo.wire.LoadTold;
import dev.sampo.wire.OutputTold;
import dev.sampo.wire.ToWorker;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.apache.pekko.Done;
import org.apache.pekko.actor.ActorNotFound;

/**
 * A node that runs tasks, this one or any other of the cluster: how it is, and what it has from now on. Changes never
 * touch what a task holds, and last until the node is started anew: then its configuration rules.
 */
public final class Node {
    private static final Duration KNOWN_WITHIN = Duration.ofSeconds(3);
    private static final long LOOK_AGAIN_MILLIS = 50;

    private final Home home;
    private final NodeId id;

    Node(Home home, NodeId id) {
        this.home = home;
        this.id = id;
    }

    public String name() {
        return id.value();
    }

    /** What the node has, what is free of it, and what it takes on, as it says itself. */
    public NodeState state() {
        return Job.join(stateAsync());
    }

    public CompletionStage<NodeState> stateAsync() {
        return answered("", Change.NONE);
    }

    /** Completes when it has answered that it is there, also one that runs no tasks, and else fails after three seconds. */
    public CompletionStage<Done> touchAsync() {
        return home.nodes().stream()
                .filter(entry -> entry.presence().node().equals(id))
                .findFirst()
                .map(this::touched)
                .orElseGet(() -> CompletableFuture.failedFuture(unknown(id, home.nodes())))
                .exceptionallyCompose(failure -> CompletableFuture.failedFuture(
                        SampoException.causeOf(failure) instanceof ActorNotFound silent
                                ? new SampoException.NodeUnreachable(
                                        id.value(),
                                        "it has not answered within " + KNOWN_WITHIN.toSeconds() + " s",
                                        silent)
                                : failure));
    }

    private CompletionStage<Done> touched(NodeEntry entry) {
        return home.isClustered()
                ? Membership.of(home.system()).touch(entry.presence().address(), KNOWN_WITHIN)
                : CompletableFuture.completedFuture(Done.done());
    }

    /** How much of it is used, and whom it reaches: at most so many of those by name. */
    public CompletionStage<LoadTold> loadAsync(int linksMax) {
        return explained(asked(() -> home.engine().load(id, linksMax), knownUntil()));
    }

    /** What a task there that is a command has written, from these bytes of this attempt on; see {@link ToWorker.AskOutput}. */
    public CompletionStage<OutputTold> outputAsync(JobId job, int task, int attempt, long stdout, long stderr) {
        return explained(home.engine().output(id, job, task, attempt, stdout, stderr));
    }

    private <T> CompletionStage<T> explained(CompletionStage<T> answer) {
        return answer.handleAsync(
                (told, failure) -> {
                    if (failure != null) {
                        throw explained(home, id, failure, true, false);
                    }
                    return told;
                },
                home.system().executionContext());
    }

    /** Makes several changes at once, all of them or none: {@code change -> change.addCapacity(cpus(2)).label("a", "b")}. */
    public NodeState change(UnaryOperator<Change> change) {
        return Job.join(changeAsync(change));
    }

    public CompletionStage<NodeState> changeAsync(UnaryOperator<Change> change) {
        return answered("", change.apply(Change.NONE));
    }

    /**
     * Makes the changes once, however often this is called with the same name: for who did not hear the answer. The node
     * remembers names until it is started anew, the last thousand of them.
     */
    public CompletionStage<NodeState> changeAsync(String name, UnaryOperator<Change> change) {
        return answered(name, change.apply(Change.NONE));
    }

    /** There is to be as much of a resource as is in {@code amount}, however much there is of it by then. */
    public NodeState setCapacity(String resource, Resources amount) {
        return change(change -> change.setCapacity(resource, amount));
    }

    /** There is more: of what the node has, or of something it had nothing of. */
    public NodeState addCapacity(Resources amount) {
        return change(change -> change.addCapacity(amount));
    }

    /**
     * There is less. What runs goes on, and there may be less than nothing free until enough of it has ended. What waits
     * on the node and fits there no more runs elsewhere, or waits for a node to come.
     */
    public NodeState removeCapacity(Resources amount) {
        return change(change -> change.removeCapacity(amount));
    }

    /** Adds items to a resource that consists of such, or makes one of them. */
    public NodeState addItems(String resource, String... names) {
        return change(change -> change.addItems(resource, names));
    }

    /** Takes items away; one that a task holds, as soon as the task ends. */
    public NodeState removeItems(String resource, String... names) {
        return change(change -> change.removeItems(resource, names));
    }

    /** Sets a label. What waits on the node and may not run there any more runs elsewhere. */
    public NodeState label(String label, String value) {
        return change(change -> change.label(label, value));
    }

    public NodeState unlabel(String label) {
        return change(change -> change.unlabel(label));
    }

    private CompletionStage<NodeState> answered(String name, Change change) {
        return asked(() -> home.engine().equip(id, name, change), knownUntil())
                .handleAsync(
                        (answer, failure) -> {
                            if (failure != null) {
                                throw explained(home, id, failure, change.equals(Change.NONE), !name.isEmpty());
                            }
                            return accepted(answer);
                        },
                        home.system().executionContext());
    }

    private static long knownUntil() {
        return System.nanoTime() + KNOWN_WITHIN.toNanos();
    }

    /** A node that has just come is in the directory a little before it can be reached. */
    private <T> CompletionStage<T> asked(Supplier<CompletionStage<T>> question, long until) {
        return question.get().exceptionallyCompose(failure -> {
            boolean maySoonBeThere = SampoException.causeOf(failure) instanceof NoSuchWorker
                    && System.nanoTime() < until
                    && isHealthyWorker();
            Executor later = CompletableFuture.delayedExecutor(
                    LOOK_AGAIN_MILLIS, TimeUnit.MILLISECONDS, home.system().executionContext());
            return maySoonBeThere
                    ? CompletableFuture.supplyAsync(() -> asked(question, until), later)
                            .thenCompose(answer -> answer)
                    : CompletableFuture.failedFuture(failure);
        });
    }

    private boolean isHealthyWorker() {
        return home.nodes().stream()
                .anyMatch(entry -> entry.presence().node().equals(id)
                        && entry.status() == NodeStatus.HEALTHY
                        && entry.presence().roles().contains(EngineSettings.WORKER));
    }

    private NodeState accepted(Equipped answer) {
        if (!answer.refusal().isEmpty()) {
            throw new SampoException.ChangeRefused(name(), answer.refusal());
        }
        return answer.state();
    }

    static RuntimeException explained(Home home, NodeId id, Throwable failure, boolean isQuestion) {
        return explained(home, id, failure, isQuestion, false);
    }

    /**
     * @param isQuestion whether nothing was to be changed
     * @param isOnce whether it is done once however often it is asked for
     */
    private static RuntimeException explained(
            Home home, NodeId id, Throwable failure, boolean isQuestion, boolean isOnce) {
        Throwable cause = SampoException.causeOf(failure);
        if (cause instanceof TimeoutException && !isQuestion) {
            return new SampoException.Indeterminate(
                    id.value(),
                    cause,
                    isOnce
                            ? "ask for the same again, under the same key"
                            : "look how it is before you change it again");
        }
        if (cause instanceof TimeoutException) {
            return new SampoException.NodeUnreachable(id.value(), "it did not answer", cause);
        }
        if (!(cause instanceof NoSuchWorker)) {
            return cause instanceof RuntimeException known ? known : new IllegalStateException(cause);
        }
        List<NodeEntry> all = home.nodes();
        NodeEntry entry = all.stream()
                .filter(each -> each.presence().node().equals(id))
                .findFirst()
                .orElse(null);
        if (entry == null) {
            return unknown(id, all);
        }
        if (!entry.presence().roles().contains(EngineSettings.WORKER)) {
            return new SampoException.NotFound("node " + id + " runs no tasks: its roles are "
                    + entry.presence().roles() + "; name a node with the role \"worker\"");
        }
        String how = entry.status() == NodeStatus.OFFLINE ? "it is offline" : "it cannot be reached from here";
        return new SampoException.NodeUnreachable(id.value(), how, cause);
    }

    /** One that is not reachable at the moment is known, too. */
    static void requireKnown(Home home, NodeId id) {
        List<NodeEntry> all = home.nodes();
        if (all.stream().noneMatch(each -> each.presence().node().equals(id))) {
            throw unknown(id, all);
        }
    }

    private static SampoException unknown(NodeId id, List<NodeEntry> all) {
        return new SampoException.NotFound("no node is called \"" + id + "\"; there are "
                + all.stream().map(each -> each.presence().node()).toList() + ", named by sampo.node.name of each");
    }

    @Override
    public String toString() {
        return "Node[" + id + "]";
    }
}
