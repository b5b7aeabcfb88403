package dev.sampo.sim.check;

import dev.sampo.job.Attempt;
import dev.sampo.job.Fact;
import dev.sampo.job.Fence;
import dev.sampo.job.JobEvent;
import dev.sampo.job.JobId;
import dev.sampo.job.NodeId;
import dev.sampo.link.Order;
import dev.sampo.link.Report;
import dev.sampo.planning.Plan;
import dev.sampo.sim.body.Stamp;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A success is written only for an attempt that made the value, while no newer one that this term has allowed is still
 * out, and that used values which are in the same journal as the values of their tasks.
 */
final class SuccessesAreReal extends Witness {
    private record Key(JobId job, int task) {}

    private final Makings makings;
    private final JournalPicture[] journals;
    private final Map<Key, Fence> out = new HashMap<>();
    /** Where the newest is. */
    private final Map<Key, NodeId> where = new HashMap<>();
    /** Second attempts at tasks that take long: each of the two may win. */
    private final Set<Fence> copies = new HashSet<>();

    SuccessesAreReal(Makings makings, JournalPicture[] journals) {
        this.makings = makings;
        this.journals = journals;
    }

    @Override
    void sent(Plan.Letter letter) {
        for (Order order : letter.orders().orders()) {
            if (order instanceof Order.Assign assign) {
                var fence = new Fence(letter.orders().session().term(), assign.serial());
                for (int task : copies.contains(fence) ? new int[0] : assign.tasks()) {
                    allow(new Key(assign.job(), task), fence, letter.node());
                }
            } else if (order instanceof Order.Cancel cancel) {
                for (int task : cancel.tasks()) {
                    callOff(new Key(cancel.job(), task), letter.node());
                }
            }
        }
    }

    private void allow(Key task, Fence fence, NodeId node) {
        Fence before = out.get(task);
        if (before == null || before.compareTo(fence) < 0) {
            out.put(task, fence);
            where.put(task, node);
        }
    }

    private void callOff(Key task, NodeId node) {
        if (node.equals(where.get(task))) {
            out.remove(task);
        }
    }

    @Override
    void told(int partition, long term, Report report) {
        for (Report.Ended ended : report.ended()) {
            var attempt = ended.attempt();
            out.remove(new Key(attempt.job(), attempt.task()), attempt.fence());
        }
    }

    @Override
    void decided(int partition, long term, List<Fact> facts) {
        for (Fact fact : facts) {
            if (fact instanceof JobEvent.AttemptFailed failed) {
                out.remove(new Key(failed.job(), failed.task()));
            } else if (fact instanceof JobEvent.AttemptLost lost) {
                out.remove(new Key(lost.job(), lost.task()));
            } else if (fact instanceof JobEvent.TaskSucceeded success) {
                checkNewest(term, success);
            } else if (fact instanceof JobEvent.CopyBegun copy) {
                copies.add(copy.fence());
            }
        }
    }

    @Override
    void writing(int partition, Fact fact, JobPicture job) {
        if (!(fact instanceof JobEvent.TaskSucceeded success)) {
            return;
        }
        var making = makings.of(success.value());
        if (making != null && making.kind() == Makings.Kind.LIE) {
            throw violated(success.job(), success.task(), success + " was written, and is a lie");
        }
        if (making == null
                || !making.attempt().job().equals(success.job())
                || making.attempt().task() != success.task()
                || making.kind() == Makings.Kind.USUAL && making.attempt().number() != success.number()) {
            throw violated(success.job(), success.task(), success + " was written, but the value is of " + making);
        }
        for (int stamp : making.consumed()) {
            if (stamp != Stamp.NONE) {
                checkWritten(partition, success, stamp);
            }
        }
    }

    private void checkNewest(long term, JobEvent.TaskSucceeded success) {
        var making = makings.of(success.value());
        if (making == null || making.kind() != Makings.Kind.USUAL) {
            return;
        }
        Attempt attempt = making.attempt();
        Fence allowed = out.get(new Key(success.job(), success.task()));
        if (allowed != null && allowed.term() == term && attempt.fence().compareTo(allowed) < 0) {
            throw violated(success.job(), success.task(), attempt + " won although " + allowed + " is out");
        }
    }

    private void checkWritten(int partition, JobEvent.TaskSucceeded success, int stamp) {
        var input = makings.get(stamp);
        JobPicture job = journals[partition].job(success.job());
        boolean isInherited = !input.attempt().job().equals(success.job());
        JobPicture.Task task = job == null ? null : job.known(input.attempt().task());
        boolean isWritten = isInherited
                ? job != null && job.tasks.values().stream().anyMatch(each -> isOf(each, input))
                : task != null && isOf(task, input);
        if (!isWritten) {
            throw violated(
                    success.job(), success.task(), success + " rests on " + input + ", which this journal never had");
        }
    }

    private boolean isOf(JobPicture.Task task, Makings.Making input) {
        return task.values.stream().anyMatch(value -> makings.of(value) == input);
    }
}
