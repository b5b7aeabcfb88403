package dev.sampo.http.remote;

import dev.sampo.actors.body.Awaited;
import dev.sampo.lease.Lease;
import dev.sampo.lease.WorkView;
import dev.sampo.planning.Span;
import java.util.List;

/**
 * How a body stands that waits for a worker to do it, or has one, in words for those who ask why it takes so long.
 *
 * @param millis since it waits for the first worker
 * @param askers how many workers have asked for work of its queue of late
 * @param others queues of this node that workers have asked for of late
 */
record Plight(
        String node, String queue, long millis, WorkView view, int deliveriesMax, int askers, List<String> others) {
    private static final String LATELY = "in the last minute";

    /** @param now by the clock of the lease */
    Awaited told(long now) {
        return view.lease()
                .map(lease -> new Awaited("", 0, leased(lease, now)))
                .orElseGet(() -> new Awaited(what(), millis, waiting()));
    }

    private String leased(Lease lease, long now) {
        return "is with the worker " + lease.worker() + " of the queue " + queue + ", which loses it in "
                + Span.of(Math.max(0, lease.until() - now)) + " unless it is heard of again" + ranOut();
    }

    private String what() {
        return "a worker of the queue " + queue + (isDeserted() ? ", and none has asked there " + LATELY : "");
    }

    private String waiting() {
        return "waits for a worker of the queue " + queue + ranOut() + ": " + (isDeserted() ? nobody() : some());
    }

    /** One that has a task for long does not ask meanwhile. */
    private boolean isDeserted() {
        return askers == 0 && view.leased() == 0;
    }

    private String nobody() {
        return "none has asked " + node + " for work of it " + LATELY + elsewhere()
                + "; start one, as docs/remote.md says, or cancel the job";
    }

    private String elsewhere() {
        return others.isEmpty() ? "" : ", but workers have asked for work of " + String.join(", ", others);
    }

    private String some() {
        return askers + (askers == 1 ? " worker has" : " workers have") + " asked " + node + " for work of it " + LATELY
                + ", " + count(view.leased()) + " with workers, and " + count(view.ahead())
                + " before this one; more workers would help";
    }

    private static String count(int tasks) {
        return tasks + (tasks == 1 ? " task is" : " tasks are");
    }

    private String ranOut() {
        return view.ranOut() == 0
                ? ""
                : ", after " + view.ranOut() + (view.ranOut() == 1 ? " lease of it has" : " leases of it have")
                        + " run out, of " + deliveriesMax + " at most";
    }
}
