package dev.sampo.sim.check;

import dev.sampo.job.Fact;
import dev.sampo.job.JobEvent;
import dev.sampo.job.JobId;
import dev.sampo.job.NodeId;
import dev.sampo.job.Value;
import dev.sampo.link.Order;
import dev.sampo.link.Orders;
import dev.sampo.link.Report;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Nothing is written off for no reason: an attempt only with its node, a stored value only with the node that kept it. */
final class LossesHaveCauses extends Witness {
    private record Refused(NodeId node, JobId job, int task) {}

    private record Unmoved(JobId job, int task) {}

    private final Set<Refused> refused = new HashSet<>();
    private final Set<NodeId> suspects = new HashSet<>();
    private final Set<JobId> discarded = new HashSet<>();
    private final Set<NodeId> left = new HashSet<>();
    private final Set<JobId> withLosses = new HashSet<>();
    private final Set<Unmoved> unmoved = new HashSet<>();

    @Override
    void nodeGivenUp(int partition, NodeId node, long incarnation) {
        suspects.add(node);
    }

    @Override
    void nodeDied(NodeId node, long incarnation) {
        suspects.add(node);
    }

    /** It took with it what nobody needed any more. That is needed again when a value made from it is lost. */
    @Override
    void drained(NodeId node, long incarnation) {
        left.add(node);
    }

    @Override
    void told(int partition, long term, Report report) {
        report.kept().stream()
                .filter(kept -> !kept.isHere())
                .forEach(kept -> unmoved.add(new Unmoved(kept.job(), kept.task())));
    }

    @Override
    void unreachable(NodeId node) {
        suspects.add(node);
    }

    /** Values of a job go as soon as its end is decided; should the journal lose that end, they have to be made again. */
    @Override
    void decided(int partition, long term, List<Fact> facts) {
        for (Fact fact : facts) {
            if (fact instanceof JobEvent.JobEnded ended) {
                discarded.add(ended.job());
            }
        }
    }

    /** What a term refuses its node drops; should the journal lose that term's reason, the next one welcomes it in vain. */
    @Override
    void ordered(NodeId node, long incarnation, Orders orders) {
        for (Order order : orders.orders()) {
            if (order instanceof Order.Forget forget) {
                discarded.add(forget.job());
            }
            if (order instanceof Order.Release release) {
                for (int task : release.tasks()) {
                    refused.add(new Refused(node, release.job(), task));
                }
            }
            if (order instanceof Order.Cancel cancel && cancel.reason() == Order.Reason.SUPERSEDED) {
                for (int task : cancel.tasks()) {
                    refused.add(new Refused(node, cancel.job(), task));
                }
            }
        }
    }

    @Override
    void writing(int partition, Fact fact, JobPicture job) {
        if (fact instanceof JobEvent.AttemptLost lost && !suspects.contains(lost.node())) {
            throw violated(lost.job(), lost.task(), lost + ", but nothing ever happened to the node");
        }
        if (fact instanceof JobEvent.ValueLost lost) {
            check(lost, job == null ? null : job.known(lost.task()));
        }
    }

    private void check(JobEvent.ValueLost lost, JobPicture.Task task) {
        Value value = task == null || task.values.isEmpty() ? null : task.values.get(task.values.size() - 1);
        if (!(value instanceof Value.Stored stored)) {
            throw violated(lost.job(), lost.task(), lost + ", but its last value is " + value);
        }
        // News of an earlier loss may come after the value was made anew; a term that took over cannot tell.
        boolean wasLostBefore = task.valueLosses > 0;
        boolean isRefused = refused.contains(new Refused(stored.node(), lost.job(), lost.task()));
        boolean wasLeftBehind =
                withLosses.contains(lost.job()) || unmoved.contains(new Unmoved(lost.job(), lost.task()));
        boolean isNeededAgain = left.contains(stored.node()) && wasLeftBehind;
        withLosses.add(lost.job());
        if (!wasLostBefore
                && !task.isInherited
                && !isRefused
                && !isNeededAgain
                && !suspects.contains(stored.node())
                && !discarded.contains(lost.job())) {
            throw violated(lost.job(), lost.task(), lost + ", but nothing ever happened to " + stored.node());
        }
    }
}
