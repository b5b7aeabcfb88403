package dev.sampo.lease;

/**
 * One work in the hands of one worker for some time.
 *
 * @param fence higher than that of any lease before; a word about the work counts only with the fence of its latest lease
 * @param delivery 1 when the work is given out for the first time
 * @param millis how long it lasts from the last sign of life on
 * @param until when it runs out
 */
public record Lease(
        long work, String queue, String worker, String request, long fence, int delivery, long millis, long until) {

    Lease extended(long now) {
        return new Lease(work, queue, worker, request, fence, delivery, millis, now + millis);
    }

    Lease endingBy(long end) {
        return new Lease(work, queue, worker, request, fence, delivery, millis, Math.min(until, end));
    }

    boolean isOver(long now) {
        return until <= now;
    }
}
