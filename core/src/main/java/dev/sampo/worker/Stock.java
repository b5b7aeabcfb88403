package dev.sampo.worker;

import dev.sampo.job.Fence;
import dev.sampo.job.NodeId;
import dev.sampo.job.Stretch;
import dev.sampo.job.Value;
import dev.sampo.link.Order;
import dev.sampo.link.Report;

/** The values of tasks as they come and go on a node: delivered, fetched, kept for others, called off and released. */
final class Stock {

    /** What follows from a value being here, or not. */
    interface Followers {
        void act(Action action);

        /** The attempt waits for nothing more. */
        void isReady(Held held);

        void lacks(Held held, int task);

        void tell(JobHere job, Report.Kept kept);
    }

    private final NodeId node;
    private final JobsHere jobs;
    private final Followers followers;

    Stock(NodeId node, JobsHere jobs, Followers followers) {
        this.node = node;
        this.jobs = jobs;
        this.followers = followers;
    }

    void obey(Order order, int partition) {
        if (order instanceof Order.Deliver deliver) {
            deliver(deliver, partition);
        } else if (order instanceof Order.Keep keep) {
            keep(keep.values(), partition);
        } else if (order instanceof Order.Inherit inherit) {
            inherit(inherit, partition);
        } else if (order instanceof Order.Release release) {
            release(release);
        } else {
            throw new AssertionError(order);
        }
    }

    private void deliver(Order.Deliver order, int partition) {
        JobHere job = jobs.know(order.job(), partition);
        for (int i = 0; i < order.tasks().length; i++) {
            deliver(job, order.tasks()[i], order.values().get(i), order.makers().get(i));
        }
    }

    private void deliver(JobHere job, int task, Value value, Fence maker) {
        if (isHere(job, task) && job.maker(task).equals(maker)) {
            job.keep(task, job.value(task), maker); // Fetched before, perhaps from a node that is gone by now.
        } else if (isSaidToBeHere(job, task, value)) {
            job.keepUnproven(task, value, maker);
        } else {
            job.keep(task, value, maker);
        }
    }

    /**
     * Kept by this node under another number, or by an earlier process of it, whose store may or may not have outlived it:
     * only the store can tell.
     */
    private boolean isSaidToBeHere(JobHere job, int task, Value value) {
        boolean isKnownHere = value.equals(job.value(task)) && !job.isUnproven(task);
        return value instanceof Value.Stored stored && stored.node().equals(node) && !isKnownHere;
    }

    /** Another node is on its way out: its values are to be kept here. */
    private void keep(Order.Deliver values, int partition) {
        JobHere job = jobs.know(values.job(), partition);
        for (int i = 0; i < values.tasks().length; i++) {
            int task = values.tasks()[i];
            Fence maker = values.makers().get(i);
            if (isHere(job, task) && job.maker(task).equals(maker)) {
                followers.tell(job, new Report.Kept(job.id, task, maker, true));
                continue;
            }
            boolean isComing = job.isAwaited(task);
            deliver(job, task, values.values().get(i), maker);
            job.awaitForOthers(task);
            if (!isComing) {
                fetch(job, task);
            }
        }
    }

    /** Values kept here for another job: they may be gone by now, and only the store can tell. */
    private void inherit(Order.Inherit order, int partition) {
        Order.Deliver values = order.values();
        JobHere job = jobs.know(values.job(), partition);
        for (int i = 0; i < values.tasks().length; i++) {
            int task = values.tasks()[i];
            var value = (Value.Stored) values.values().get(i);
            Fence maker = values.makers().get(i);
            job.keepUnproven(task, value, maker);
            job.awaitForOthers(task);
            followers.act(new Action.CopyValue(job.id, task, value, maker, order.from(), order.fromTasks()[i]));
        }
    }

    private boolean isHere(JobHere job, int task) {
        return job.value(task) instanceof Value.Stored && !isElsewhere(job, task);
    }

    void fetchIfElsewhere(Held held, int input) {
        if (isElsewhere(held.job, input)) {
            if (!held.job.isAwaited(input)) {
                fetch(held.job, input);
            }
            held.job.awaitValue(held, input);
        }
    }

    /**
     * Whether an attempt whose turn it is may start. If not, it is given up for what is to be had nowhere, or waits for
     * what has been named anew since it was queued, and has its turn again. One that is to run alone does not wait: it
     * has been said to begin.
     */
    boolean isAtHand(Held held, Inputs inputs) {
        int missing =
                inputs.any(input -> held.job.value(input) == null || held.runsAlone && isElsewhere(held.job, input));
        if (missing != Inputs.NONE) {
            followers.lacks(held, missing);
            return false;
        }
        inputs.forEach(input -> fetchIfElsewhere(held, input));
        if (held.valuesAwaited > 0) {
            held.state = Held.State.WAITING;
        }
        return held.valuesAwaited == 0;
    }

    private boolean isElsewhere(JobHere job, int task) {
        return job.value(task) instanceof Value.Stored stored
                && (job.isUnproven(task) || !stored.node().equals(node));
    }

    private void fetch(JobHere job, int task) {
        followers.act(new Action.FetchValue(job.id, task, (Value.Stored) job.value(task), job.maker(task)));
    }

    /** Made here once, an input may have been called off or released since. */
    boolean hasAllInputs(JobHere job, Stretch stretch, int task) {
        boolean[] allHere = {true};
        new Inputs(job, stretch, task)
                .forEach(input -> allHere[0] &= job.value(input) != null && !isElsewhere(job, input));
        return allHere[0];
    }

    /** What an attempt made here does not count: nothing may use it in place of the value that does. */
    void disown(JobHere job, int task) {
        if (job.isOwn(task)) {
            job.drop(task);
            followers.act(new Action.Discard(job.id, new int[] {task}));
        }
    }

    private void release(Order.Release order) {
        JobHere job = jobs.get(order.job());
        if (job != null) {
            for (int task : order.tasks()) {
                job.drop(task);
            }
            followers.act(new Action.Discard(order.job(), order.tasks()));
        }
    }

    void arrived(WorkerInput.ValueArrived arrived) {
        JobHere job = jobs.get(arrived.job());
        if (job == null) {
            followers.act(new Action.Discard(arrived.job(), new int[] {arrived.task()}));
            return;
        }
        if (!job.maker(arrived.task()).equals(arrived.maker())) {
            replacedWhileOnItsWay(job, arrived.task());
            return;
        }
        job.keepFetched(arrived.task(), arrived.value());
        arrived(job, arrived.task());
    }

    /** What came is not the value any more that the partition has named meanwhile. */
    private void replacedWhileOnItsWay(JobHere job, int task) {
        if (isElsewhere(job, task) && job.isAwaited(task)) {
            fetch(job, task);
        } else if (!isElsewhere(job, task)) {
            arrived(job, task);
        }
    }

    private void arrived(JobHere job, int task) {
        for (Held held : job.stopAwaiting(task)) {
            if (--held.valuesAwaited == 0 && held.state == Held.State.WAITING) {
                followers.isReady(held);
            }
        }
        if (job.stopAwaitingForOthers(task)) {
            followers.tell(job, new Report.Kept(job.id, task, job.maker(task), isHere(job, task)));
        }
    }

    void unavailable(WorkerInput.ValueUnavailable missing) {
        JobHere job = jobs.get(missing.job());
        boolean isNamedAnew = job != null
                && (!job.maker(missing.task()).equals(missing.maker())
                        || !missing.tried().equals(job.value(missing.task())));
        if (isNamedAnew) {
            replacedWhileOnItsWay(job, missing.task());
        } else if (job != null) {
            job.keepNone(missing.task());
            job.stopAwaiting(missing.task()).stream()
                    .filter(held -> held.state == Held.State.WAITING)
                    .forEach(held -> followers.lacks(held, missing.task()));
            if (job.stopAwaitingForOthers(missing.task())) {
                followers.tell(job, new Report.Kept(job.id, missing.task(), missing.maker(), false));
            }
        }
    }
}
