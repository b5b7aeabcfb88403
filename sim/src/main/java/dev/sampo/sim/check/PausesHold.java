package dev.sampo.sim.check;

import dev.sampo.job.Fact;
import dev.sampo.job.JobEvent;
import dev.sampo.job.JobId;
import dev.sampo.job.JobStatus;
import dev.sampo.job.NodeId;
import dev.sampo.link.Order;
import dev.sampo.link.Orders;
import dev.sampo.link.Session;
import dev.sampo.planning.Answer;
import dev.sampo.planning.Input;
import dev.sampo.planning.Plan;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A planner that has paused a job gives out nothing of it until it is resumed. Once the pause is acknowledged no node that may hear
 * of it begins anything, whoever serves the partition, beyond the time an order takes to arrive.
 */
final class PausesHold extends Witness {
    /** Longer than any order takes once faults are over. */
    private static final long GRACE = 5_000;

    private record Conversation(NodeId node, long incarnation, Session session) {}

    private record Held(int planner, JobId job) {}

    private final Tally tally;
    private final Set<Held> held = new HashSet<>();
    private final Map<JobId, Long> acknowledged = new HashMap<>();
    private final Map<Conversation, Long> sent = new HashMap<>();
    private long healedAt = Long.MAX_VALUE;

    PausesHold(Tally tally) {
        this.tally = tally;
    }

    @Override
    void stepped(int planner, long at, List<Input> inputs, Plan plan) {
        plan.facts().forEach(fact -> note(planner, fact));
        for (Plan.Letter letter : plan.letters()) {
            Orders orders = letter.orders();
            var conversation = new Conversation(letter.node(), letter.incarnation(), orders.session());
            boolean isRepetition = orders.number() <= sent.getOrDefault(conversation, 0L);
            sent.merge(conversation, orders.number(), Math::max);
            for (Order order : isRepetition ? List.<Order>of() : orders.orders()) {
                if (order instanceof Order.Assign assign && held.contains(new Held(planner, assign.job()))) {
                    throw violated(
                            assign.job(), assign.tasks()[0], "given to " + letter.node() + " while it is paused");
                }
            }
        }
    }

    private void note(int planner, Fact fact) {
        if (fact instanceof JobEvent.JobPaused paused) {
            held.add(new Held(planner, paused.job()));
        } else if (fact instanceof JobEvent.JobResumed resumed) {
            tally.hit(Sometimes.RESUMED);
            acknowledged.remove(resumed.job());
            held.remove(new Held(planner, resumed.job()));
        } else if (fact instanceof JobEvent.JobForgotten || fact instanceof JobEvent.JobEnded) {
            acknowledged.remove(((JobEvent) fact).job());
            held.remove(new Held(planner, ((JobEvent) fact).job()));
        }
    }

    @Override
    void answered(int partition, long decidedAt, long at, Answer answer) {
        if (answer instanceof Answer.Steered steered && steered.status() == JobStatus.PAUSED) {
            acknowledged.putIfAbsent(steered.job(), at);
        }
    }

    @Override
    void healed(long at) {
        healedAt = at;
    }

    @Override
    void started(Start start) {
        JobId job = start.run().attempt().job();
        Long since = acknowledged.get(job);
        if (since != null && healedAt != Long.MAX_VALUE && start.at() > Math.max(since, healedAt) + GRACE) {
            throw violated(job, start.run().attempt().task(), "started at " + start.at() + ", paused since " + since);
        }
    }
}
