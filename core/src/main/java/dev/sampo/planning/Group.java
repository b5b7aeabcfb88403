package dev.sampo.planning;

import dev.sampo.tenant.Tenant;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;

/** The jobs of one tenant that wait in a {@link Line}. */
final class Group {
    private static final Comparator<Waiting> NEXT_OF_TENANT = (one, other) -> {
        int order = Long.compare(one.job.deadline(), other.job.deadline());
        order = order != 0 ? order : Double.compare(one.share, other.share);
        order = order != 0 ? order : Double.compare(one.used, other.used);
        return order != 0 ? order : Long.compare(one.job.number, other.job.number);
    };

    final Tenant tenant;
    final TreeSet<Waiting> inOrder = new TreeSet<>(NEXT_OF_TENANT);

    Group(Tenant tenant) {
        this.tenant = tenant;
    }

    /** Whose turn it is, or null. Shares only rise while turns are given out, so that a look at the first is enough. */
    Waiting first() {
        while (!inOrder.isEmpty()) {
            Waiting first = inOrder.first();
            if (!first.hasNext()) {
                remove(first);
            } else if (first.share == first.job.holding.rough()) {
                return first;
            } else {
                inOrder.remove(first);
                place(first);
            }
        }
        return null;
    }

    void add(Waiting waiting) {
        waiting.isInLine = true;
        waiting.job.inLine.add(waiting);
        tenant.waits(1);
        waiting.job.holding.join(tenant);
        place(waiting);
    }

    void remove(Waiting waiting) {
        waiting.isInLine = false;
        waiting.job.inLine.remove(waiting);
        tenant.waits(-1);
        inOrder.remove(waiting);
    }

    void moveUp(Waiting waiting) {
        if (waiting.share != waiting.job.holding.rough()) {
            inOrder.remove(waiting);
            place(waiting);
        }
    }

    void sortAnew() {
        var all = List.copyOf(inOrder);
        inOrder.clear();
        all.forEach(this::place);
    }

    private void place(Waiting waiting) {
        waiting.share = waiting.job.holding.rough();
        waiting.used = waiting.job.holding.used();
        inOrder.add(waiting);
    }
}
