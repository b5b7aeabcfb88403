package dev.sampo.dag;

import dev.sampo.resilience.Retry;
import dev.sampo.resilience.Verification;
import dev.sampo.resource.Resources;
import dev.sampo.resource.Selector;
import java.time.Duration;
import java.util.Objects;

/**
 * Everything a task asks for besides its inputs; a value, so that a Dag may hold defaults and tasks may differ from them.
 *
 * @param prefer nodes to choose when there is a choice; never a reason to wait
 * @param timeout how long one attempt may run; zero for as long as it likes
 * @param priority higher goes first among what is ready; 0 unless said otherwise
 * @param keep whether the value stays available to clients after the last task that needed it
 * @param verification how many nodes have to make the same of it
 * @param placing where it may run seen from where others are
 */
public record TaskOptions(
        Resources needs,
        Selector where,
        Selector prefer,
        Retry retry,
        Duration timeout,
        int priority,
        boolean keep,
        Verification verification,
        Placing placing) {

    public static final int PRIORITY_MAX = 1_000;

    public static final TaskOptions DEFAULTS = new TaskOptions(
            Resources.cpus(1),
            Selector.ANY,
            Selector.ANY,
            Retry.NEVER,
            Duration.ZERO,
            0,
            false,
            Verification.NONE,
            Placing.NONE);

    public TaskOptions {
        Objects.requireNonNull(needs, "needs");
        Objects.requireNonNull(where, "where");
        Objects.requireNonNull(prefer, "prefer");
        Objects.requireNonNull(retry, "retry");
        Objects.requireNonNull(timeout, "timeout");
        Objects.requireNonNull(verification, "verification");
        Objects.requireNonNull(placing, "placing");
    }

    public TaskOptions needs(Resources resources) {
        return new TaskOptions(resources, where, prefer, retry, timeout, priority, keep, verification, placing);
    }

    public TaskOptions where(Selector nodes) {
        return new TaskOptions(needs, nodes, prefer, retry, timeout, priority, keep, verification, placing);
    }

    public TaskOptions prefer(Selector nodes) {
        return new TaskOptions(needs, where, nodes, retry, timeout, priority, keep, verification, placing);
    }

    public TaskOptions retry(Retry policy) {
        return new TaskOptions(needs, where, prefer, policy, timeout, priority, keep, verification, placing);
    }

    public TaskOptions timeout(Duration limit) {
        return new TaskOptions(needs, where, prefer, retry, limit, priority, keep, verification, placing);
    }

    public TaskOptions priority(int rank) {
        return new TaskOptions(needs, where, prefer, retry, timeout, rank, keep, verification, placing);
    }

    public TaskOptions verification(Verification agreement) {
        return new TaskOptions(needs, where, prefer, retry, timeout, priority, keep, agreement, placing);
    }

    public TaskOptions keeping() {
        return new TaskOptions(needs, where, prefer, retry, timeout, priority, true, verification, placing);
    }

    public TaskOptions placing(Placing wish) {
        return new TaskOptions(needs, where, prefer, retry, timeout, priority, keep, verification, wish);
    }
}
