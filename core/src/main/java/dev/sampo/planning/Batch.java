package dev.sampo.planning;

import dev.sampo.link.Order;
import dev.sampo.resource.Resources;
import java.util.Optional;

/** Neighbours of one job that a node is given in one order, under one serial. They take about as long as each other. */
final class Batch {
    private final JobPlan job;
    private final int number;
    private final Optional<Resources> needs;
    private final long millis;
    final long serial;
    private final IntList tasks = new IntList();

    Batch(JobPlan job, int number, Optional<Resources> needs, long millis, long serial) {
        this.job = job;
        this.number = number;
        this.needs = needs;
        this.millis = millis;
        this.serial = serial;
    }

    boolean takes(JobPlan other, int itsNumber, Optional<Resources> itsNeeds, long itsMillis) {
        return job == other && number == itsNumber && isAboutAsLong(itsMillis) && needs.equals(itsNeeds);
    }

    /** Neither is twice the other, or more. */
    private boolean isAboutAsLong(long other) {
        return millis == other || millis / 2 < other && other / 2 < millis;
    }

    void add(int task) {
        tasks.add(task);
    }

    Order order() {
        return new Order.Assign(job.ledger.id(), tasks.take(), number, serial, false, needs, millis);
    }
}
