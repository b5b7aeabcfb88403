package dev.sampo.worker;

import dev.sampo.dag.TaskOptions;
import dev.sampo.job.Attempt;
import dev.sampo.job.Fence;
import dev.sampo.job.Grounds;
import dev.sampo.job.Outcome;
import dev.sampo.link.Order;
import dev.sampo.resource.Resources;
import dev.sampo.tenant.Tenant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An attempt this node has been given or has taken up. */
final class Held {
    enum State {
        /** Its blueprint or some inputs are on their way. */
        WAITING,
        QUEUED,
        RUNNING,
        /** Interrupted; its end is decided whatever the body still returns. */
        STOPPING,
        GONE
    }

    Attempt attempt;
    final int partition;
    final JobHere job;
    final boolean runsAlone;
    /** What it was ordered to hold; empty for the first that its options state. */
    final Optional<Resources> ordered;
    /** How long it was expected to run; 0 where nobody knows. */
    long expectedMillis;

    private long startedAt;
    /** It is to run alone and its partition has been told that it is about to. */
    boolean isAnnounced;

    State state = State.WAITING;
    TaskOptions options;
    long run;
    int valuesAwaited;
    /** The items that came with its slot, by resource. */
    Map<String, List<String>> items = Map.of();
    /** Which values its body was given. */
    long grounds = Grounds.NONE;

    /** Counts up with each that is queued. */
    long arrival;
    /** When that was; less than nothing for one that did not have to. */
    long queuedAt = -1;
    /** Its partition has been told that it waits. */
    boolean isSaidToWait;
    /** How often a smaller one started while this one was next and had no room. */
    int passedOver;
    /** For whom it runs, once it could. */
    Tenant tenant;

    boolean isWaiting;

    /** Taken up by the node itself; the partition may know better. */
    boolean isOwnIdea;
    /** How it will be said to have ended, once {@link State#STOPPING}; null when nobody is to hear of it. */
    Outcome verdict;

    Held(Attempt attempt, int partition, JobHere job, boolean runsAlone, Optional<Resources> ordered) {
        this.attempt = attempt;
        this.partition = partition;
        this.job = job;
        this.runsAlone = runsAlone;
        this.ordered = ordered;
    }

    /** One of those that were ordered. */
    Held(Order.Assign order, int task, Fence fence, int partition, JobHere job) {
        this(new Attempt(order.job(), task, order.number(), fence), partition, job, order.alone(), order.needs());
        expectedMillis = order.millis();
    }

    void starts(long now) {
        state = State.RUNNING;
        startedAt = now;
    }

    /** How much longer it is expected to run; of one that runs longer than expected nobody knows, and a tenth of that is as good as anything. */
    long millisLeft(long now) {
        return isStarted() ? Math.max(expectedMillis / 10, expectedMillis - (now - startedAt)) : expectedMillis;
    }

    /** A body that ran out of time says where it was when it was stopped; that is told along. */
    void hear(Outcome last) {
        if (verdict instanceof Outcome.Failed failed && last instanceof Outcome.Failed said) {
            verdict = new Outcome.Failed(failed.failure().traced(said.failure().trace()));
        }
    }

    /** Whether this is what was ordered, and the node had started it before it heard. */
    boolean anticipated(Order.Assign order) {
        return isOwnIdea
                && state == State.RUNNING
                && order.number() == attempt.number()
                && !order.alone()
                && order.needs().isEmpty();
    }

    /** What runs is the attempt that was ordered meanwhile. */
    void goesOnAs(Order.Assign order, Fence fence) {
        expectedMillis = order.millis();
        attempt = new Attempt(attempt.job(), attempt.task(), attempt.number(), fence);
        isOwnIdea = false;
    }

    int task() {
        return attempt.task();
    }

    /** What it takes up here while it runs; known once its options are. */
    Resources needs() {
        return ordered.isPresent() ? ordered.get() : options.needs();
    }

    int priority() {
        return job.priorityOf(options);
    }

    long waited(long now) {
        return queuedAt < 0 ? 0 : now - queuedAt;
    }

    boolean isStarted() {
        return state == State.RUNNING || state == State.STOPPING;
    }
}
