package dev.sampo.wire;

/**
 * A node's answer to {@link ToWorker.AskProgress}.
 *
 * @param attempt that runs there; 0 when none of the task does
 * @param millis since when
 * @param words what its body says of itself, in words of which the task is the subject; empty when it says nothing
 */
public record ProgressTold(int attempt, long millis, String words) implements Wire {
    public static final ProgressTold NOTHING = new ProgressTold(0, 0, "");
}
