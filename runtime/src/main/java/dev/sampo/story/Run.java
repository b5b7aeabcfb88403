package dev.sampo.story;

/**
 * One attempt as the journal knows it; times in microseconds since the job was accepted.
 *
 * @param start {@link Chronicle#UNKNOWN} of one that came to nothing: only its end is written down
 * @param outcome succeeded, failed for good, retried, lost with its node, dropped for another, or one vote of several
 * @param why in words; empty for success
 */
public record Run(int task, int number, String node, long start, long end, Outcome outcome, String why) {

    /** What came of it. */
    public enum Outcome {
        SUCCEEDED,
        VOTED,
        FAILED,
        RETRIED,
        LOST,
        DROPPED
    }

    public boolean isTimed() {
        return start != Chronicle.UNKNOWN;
    }

    public long micros() {
        return isTimed() ? end - start : 0;
    }
}
