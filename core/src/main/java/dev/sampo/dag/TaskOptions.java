package dev.sampo.dag;

import dev.sampo.resilience.Retry;
import dev.sampo.resilience.Verification;
import dev.sampo.resource.Demand;
import dev.sampo.resource.Resources;
import dev.sampo.resource.Selector;
import java.time.Duration;
import java.util.Objects;

/**
 * Everything a task asks for besides its inputs; a value, so that a Dag may hold defaults and tasks may differ from them.
 *
 * @param demand what it needs of a node
 * @param prefer nodes to choose when there is a choice; never a reason to wait
 * @param timeout how long one attempt may run; zero for as long as it likes
 * @param priority higher goes first among what is ready; 0 unless said otherwise
 * @param keep whether the value stays available to clients after the last task that needed it
 * @param verification how many nodes have to make the same of it
 * @param placing where it may run seen from where others are
 * @param ownJvm whether the body runs in a JVM beside its node's, with the memory it needs as its heap
 * @param copySlow whether a second attempt may begin elsewhere when it takes longer than its kind does
 * @param limit what each attempt takes of a limit before it begins
 */
public record TaskOptions(
        Demand demand,
        Selector where,
        Selector prefer,
        Retry retry,
        Duration timeout,
        int priority,
        boolean keep,
        Verification verification,
        Placing placing,
        boolean ownJvm,
        boolean copySlow,
        Taking limit) {

    public static final int PRIORITY_MAX = 1_000;

    public static final TaskOptions DEFAULTS = new TaskOptions(
            Demand.of(Resources.cpus(1)),
            Selector.ANY,
            Selector.ANY,
            Retry.NEVER,
            Duration.ZERO,
            0,
            false,
            Verification.NONE,
            Placing.NONE,
            false,
            false,
            Taking.NOTHING);

    public TaskOptions {
        Objects.requireNonNull(demand, "needs");
        Objects.requireNonNull(where, "where");
        Objects.requireNonNull(prefer, "prefer");
        Objects.requireNonNull(retry, "retry");
        Objects.requireNonNull(timeout, "timeout");
        Objects.requireNonNull(verification, "verification");
        Objects.requireNonNull(placing, "placing");
        Objects.requireNonNull(limit, "limit");
    }

    /** The first choice, as it is stated. */
    public Resources needs() {
        return demand.needs();
    }

    /** Whether every attempt is given what is stated here, whatever its inputs are and however others have fared. */
    public boolean isFixed() {
        return demand.isFixed() && retry.escalation().isNone();
    }

    /** Makes do with this, and nothing else. */
    public TaskOptions needs(Resources resources) {
        return demand(demand.needs(resources));
    }

    public TaskOptions demand(Demand wanted) {
        return new TaskOptions(
                wanted, where, prefer, retry, timeout, priority, keep, verification, placing, ownJvm, copySlow, limit);
    }

    public TaskOptions where(Selector nodes) {
        return new TaskOptions(
                demand, nodes, prefer, retry, timeout, priority, keep, verification, placing, ownJvm, copySlow, limit);
    }

    public TaskOptions prefer(Selector nodes) {
        return new TaskOptions(
                demand, where, nodes, retry, timeout, priority, keep, verification, placing, ownJvm, copySlow, limit);
    }

    public TaskOptions retry(Retry policy) {
        return new TaskOptions(
                demand, where, prefer, policy, timeout, priority, keep, verification, placing, ownJvm, copySlow, limit);
    }

    public TaskOptions timeout(Duration longest) {
        return new TaskOptions(
                demand, where, prefer, retry, longest, priority, keep, verification, placing, ownJvm, copySlow, limit);
    }

    public TaskOptions priority(int rank) {
        return new TaskOptions(
                demand, where, prefer, retry, timeout, rank, keep, verification, placing, ownJvm, copySlow, limit);
    }

    public TaskOptions verification(Verification agreement) {
        return new TaskOptions(
                demand, where, prefer, retry, timeout, priority, keep, agreement, placing, ownJvm, copySlow, limit);
    }

    public TaskOptions keeping() {
        return new TaskOptions(
                demand, where, prefer, retry, timeout, priority, true, verification, placing, ownJvm, copySlow, limit);
    }

    public TaskOptions placing(Placing wish) {
        return new TaskOptions(
                demand, where, prefer, retry, timeout, priority, keep, verification, wish, ownJvm, copySlow, limit);
    }

    public TaskOptions inOwnJvm() {
        return new TaskOptions(
                demand, where, prefer, retry, timeout, priority, keep, verification, placing, true, copySlow, limit);
    }

    public TaskOptions copyingWhenSlow() {
        return new TaskOptions(
                demand, where, prefer, retry, timeout, priority, keep, verification, placing, ownJvm, true, limit);
    }

    public TaskOptions limit(Taking taken) {
        return new TaskOptions(
                demand, where, prefer, retry, timeout, priority, keep, verification, placing, ownJvm, copySlow, taken);
    }

    /** The same for the nodes that declare the limit it takes permits of. */
    TaskOptions whereLimited() {
        return limit.isNothing() ? this : where(where.and(limit.nodes()));
    }

    /** Whether the partition is to hear when an attempt begins: it watches how long it runs. */
    public boolean isWatched() {
        return copySlow || !timeout.isZero();
    }
}
