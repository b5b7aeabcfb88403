package dev.sampo.sim.check;

import dev.sampo.job.Fact;
import dev.sampo.job.Fence;
import dev.sampo.job.JobEvent;
import dev.sampo.job.JobId;
import dev.sampo.link.Order;
import dev.sampo.planning.Input;
import dev.sampo.planning.Plan;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Of the attempts at a task that its scheduler has ordered and counts on one runs, or two on different nodes: where the task asks for
 * a copy and it is written that there is one.
 */
final class TwoAtMost extends CountedOn {
    private record Key(JobId job, int task) {}

    private record Ordered(JobId job, int task, Fence fence) {}

    private record Begun(Fence fence, long term) {}

    private final Tally tally;
    private final Set<Ordered> ordered = new HashSet<>();
    private final Map<Key, Begun> copies = new HashMap<>();

    TwoAtMost(Tally tally) {
        this.tally = tally;
    }

    @Override
    void decided(int partition, long term, List<Fact> facts) {
        super.decided(partition, term, facts);
        for (Fact fact : facts) {
            if (fact instanceof JobEvent.CopyBegun copy) {
                tally.hit(Sometimes.COPY_BEGUN);
                copies.put(new Key(copy.job(), copy.task()), new Begun(copy.fence(), term));
            } else if (fact instanceof JobEvent.AttemptDropped) {
                tally.hit(Sometimes.ONE_OF_TWO_DROPPED);
            } else if (fact instanceof JobEvent.TaskSucceeded success) {
                Begun copy = copies.get(new Key(success.job(), success.task()));
                tally.hit(Sometimes.COPY_WON, copy != null && copy.fence().equals(success.fence()));
                tally.hit(Sometimes.FIRST_WON, copy != null && success.fence().compareTo(copy.fence()) < 0);
                tally.hit(Sometimes.WON_AFTER_TAKEOVER, copy != null && copy.term() < term);
            }
        }
    }

    @Override
    void stepped(int planner, long at, List<Input> inputs, Plan plan) {
        super.stepped(planner, at, inputs, plan);
        for (Plan.Letter letter : plan.letters()) {
            for (Order order : letter.orders().orders()) {
                tally.hit(Sometimes.RECALLED_FROM_QUEUE, order instanceof Order.Recall);
                if (order instanceof Order.Assign assign) {
                    var fence = new Fence(letter.orders().session().term(), assign.serial());
                    for (int task : assign.tasks()) {
                        ordered.add(new Ordered(assign.job(), task, fence));
                    }
                }
            }
        }
    }

    /** What a node takes up by itself its scheduler may think better of. */
    @Override
    boolean concerns(Start start) {
        return ordered.contains(new Ordered(
                attempt(start).job(), attempt(start).task(), attempt(start).fence()));
    }

    @Override
    void counted(Start start) {
        var key = new Key(attempt(start).job(), attempt(start).task());
        List<Start> all = running.stream()
                .filter(each ->
                        attempt(each).job().equals(key.job()) && attempt(each).task() == key.task())
                .toList();
        if (all.size() < 2) {
            return;
        }
        Begun copy = copies.get(key);
        boolean isMeant = copy != null
                && all.size() == 2
                && all.stream().anyMatch(each -> attempt(each).fence().equals(copy.fence()))
                && !all.get(0).node().equals(all.get(1).node())
                && start.run().blueprint().options(start.run().blueprintTask()).copySlow();
        if (!isMeant) {
            throw violated(key.job(), key.task(), "at once there run " + all + ", and of copies is known " + copy);
        }
    }
}
