package dev.sampo.planning;

import dev.sampo.job.Fence;
import dev.sampo.job.Value;
import dev.sampo.link.Order;
import java.util.ArrayList;
import java.util.List;

/** Values of one job that a node is to be sent in one order, before the attempts that need them. */
final class Delivery {
    private static final int BYTES_MAX = 32 * 1024;

    private final JobPlan job;
    private final IntList tasks = new IntList();
    private final List<Value> values = new ArrayList<>();
    private final List<Fence> makers = new ArrayList<>();
    private long bytes;

    Delivery(JobPlan job) {
        this.job = job;
    }

    boolean isOf(JobPlan other) {
        return job == other;
    }

    boolean isEmpty() {
        return tasks.isEmpty();
    }

    void add(int task, Value value) {
        tasks.add(task);
        values.add(value.bare());
        makers.add(job.ledger.fence(job.ledger.madeBy(task)));
        bytes += 16 + value.bare().carried();
    }

    boolean isFull() {
        return bytes > BYTES_MAX;
    }

    /** After which there is nothing left to send. */
    Order order() {
        var order = new Order.Deliver(job.ledger.id(), tasks.take(), List.copyOf(values), List.copyOf(makers));
        values.clear();
        makers.clear();
        bytes = 0;
        return order;
    }
}
