package dev.sampo.http.api;

import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.sampo.http.remote.LeaseOffice;
import java.util.List;

/** What workers of remote tasks are told. */
public final class RemoteViews {
    private RemoteViews() {}

    public record Queues(List<Queue> queues) {
        public static Queues of(List<LeaseOffice.Queue> queues) {
            return new Queues(queues.stream()
                    .map(queue -> new Queue(
                            queue.view().queue(),
                            queue.view().waiting(),
                            queue.view().leased(),
                            queue.workers(),
                            queue.asked()
                                    .map(millis -> System.currentTimeMillis() - millis)
                                    .orElse(null)))
                    .toList());
        }
    }

    /**
     * @param waiting tasks that no worker has
     * @param leased tasks that a worker has
     * @param workers that wait for a task
     * @param lastAsked when a worker has asked for a task last, in milliseconds since 1970: now, if one waits; null when
     *     none is known to have
     */
    public record Queue(String queue, int waiting, int leased, int workers, Long lastAsked) {}

    /**
     * A task on lease; all is left out when there was none.
     *
     * @param lease its name, for what is said of it later
     * @param fence of the attempt, 19 digits, rising with each: outside systems that refuse lower ones are safe from late
     *     workers
     * @param traceparent the header to send along to others, so that what they do is in the trace of the job
     * @param delivery 1 when no worker had this attempt before
     * @param millis how long its worker may be silent
     * @param inputs a list
     */
    public record Work(
            String lease,
            String queue,
            String job,
            String task,
            Integer attempt,
            String fence,
            String traceparent,
            Integer delivery,
            Long millis,
            @JsonRawValue String inputs) {
        public static final Work NONE = new Work(null, null, null, null, null, null, null, null, null, null);
    }

    /** @param cancelled whether nobody wants the task any more; then the worker should stop */
    public record Held(String lease, boolean cancelled) {}

    /** @param again whether that was said before, and so has changed nothing */
    public record Settled(String lease, boolean again) {}
}
