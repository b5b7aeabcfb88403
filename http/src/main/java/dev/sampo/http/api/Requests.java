package dev.sampo.http.api;

import java.util.List;
import java.util.Map;

/** What can be sent. */
public final class Requests {
    private Requests() {}

    /**
     * Changes of a node, all of them or none; what is left out stays. Memory may be a text such as "2GiB".
     *
     * @param capacity how much there is to be, of what is named
     * @param add how much there is to be more
     * @param remove how much there is to be less
     * @param labels to set; null takes a label away
     */
    public record ChangeNode(
            Map<String, Object> capacity,
            Map<String, Object> add,
            Map<String, Object> remove,
            Map<String, List<String>> addItems,
            Map<String, List<String>> removeItems,
            Map<String, String> labels) {
        public ChangeNode {
            capacity = capacity == null ? Map.of() : capacity;
            add = add == null ? Map.of() : add;
            remove = remove == null ? Map.of() : remove;
            addItems = addItems == null ? Map.of() : addItems;
            removeItems = removeItems == null ? Map.of() : removeItems;
            labels = labels == null ? Map.of() : labels;
        }
    }

    /**
     * What a node takes on.
     *
     * @param availability active, cordoned or draining
     * @param running when draining: how long what runs there may go on, such as 30s
     */
    public record TakeOn(String availability, String running) {}

    /**
     * How a breaker is to be.
     *
     * @param to open, closed, or none for as it finds out itself
     * @param dag with {@code kind}: of tasks of one kind; without: of the node as a whole
     * @param why for those who ask why a task does not start there
     */
    public record Force(String to, String dag, String kind, String why) {}

    public record Cancel(String reason) {}

    public record Nothing() {}

    /** @param code of a link to the page */
    public record Code(String code) {
        @Override
        public String toString() {
            return "Code";
        }
    }

    /**
     * @param tasks to run again, with all that depends on them
     * @param name of the fork, so that asking again makes no other; made up when left out
     */
    public record Rerun(List<String> tasks, String name) {}

    /**
     * A task on lease.
     *
     * @param worker who takes it, for those who ask where it is
     * @param request the same again is the same lease: for when the answer was not heard
     * @param lease how long the worker may be silent, 30s unless said otherwise
     * @param waitFor how long to wait for a task
     * @param stays that the worker leaves the connection open when it has its answer: if that ends before a heartbeat waits, the
     *     worker is taken for dead unless it is heard of within a second
     */
    public record TakeLease(String worker, String request, String lease, String waitFor, Boolean stays) {}

    /**
     * @param progress how much is done, from 0 to 1
     * @param note what it is about at the moment
     * @param waitFor so long the answer waits for a cancellation, at most half of the lease; and if the connection ends before,
     *     the worker is taken for dead unless it comes again within a second
     */
    public record Heartbeat(Double progress, String note, String waitFor) {}

    /** @param value of the task, any JSON */
    public record Complete(Object value) {}

    /**
     * @param type what kind of error it was
     * @param retryAfter how long the next try should wait at least, such as 10s
     */
    public record Fail(String type, String message, String retryAfter) {}
}
