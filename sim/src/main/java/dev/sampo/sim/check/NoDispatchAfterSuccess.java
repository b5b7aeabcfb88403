package dev.sampo.sim.check;

import dev.sampo.job.Fact;
import dev.sampo.job.JobEvent;
import dev.sampo.job.JobId;
import dev.sampo.job.Ledger;
import dev.sampo.job.NodeId;
import dev.sampo.link.Order;
import dev.sampo.link.Orders;
import dev.sampo.link.Session;
import dev.sampo.planning.Plan;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is done stays done: no attempt is allowed at a task whose success is durable and whose value is not lost. */
final class NoDispatchAfterSuccess extends Witness {
    private record Conversation(NodeId node, long incarnation, Session session) {}

    private record Loss(long term, JobId job, int task) {}

    private final JournalPicture[] journals;
    private final Set<Loss> losses = new HashSet<>();
    private final long[] terms;
    private final Map<Conversation, Long> sent = new HashMap<>();

    NoDispatchAfterSuccess(JournalPicture[] journals) {
        this.journals = journals;
        this.terms = new long[journals.length];
    }

    @Override
    void tookOver(int partition, long term, Ledger ledger) {
        terms[partition] = Math.max(terms[partition], term);
    }

    @Override
    void decided(int partition, long term, List<Fact> facts) {
        for (Fact fact : facts) {
            if (fact instanceof JobEvent.ValueLost lost) {
                losses.add(new Loss(term, lost.job(), lost.task()));
            } else if (fact instanceof JobEvent.TaskSucceeded success) {
                losses.remove(new Loss(term, success.job(), success.task()));
            }
        }
    }

    @Override
    void sent(Plan.Letter letter) {
        Orders orders = letter.orders();
        JournalPicture journal = journals[orders.session().partition()];
        var conversation = new Conversation(letter.node(), letter.incarnation(), orders.session());
        boolean isRepetition = orders.number() <= sent.getOrDefault(conversation, 0L);
        sent.merge(conversation, orders.number(), Math::max);
        if (isRepetition || orders.session().term() < terms[orders.session().partition()]) {
            return;
        }
        for (Order order : orders.orders()) {
            if (order instanceof Order.Assign assign) {
                check(journal, orders.session().term(), assign, letter.node());
            }
        }
    }

    private void check(JournalPicture journal, long term, Order.Assign assign, NodeId node) {
        JobPicture job = journal.job(assign.job());
        for (int number : assign.tasks()) {
            JobPicture.Task task = job == null ? null : job.known(number);
            boolean isLost = losses.contains(new Loss(term, assign.job(), number));
            if (task != null && !isLost && journal.isDurable(task.succeededAt)) {
                throw violated(assign.job(), number, "sent to " + node + " again after its success was durable");
            }
        }
    }
}
