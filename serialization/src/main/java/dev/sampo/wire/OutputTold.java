package dev.sampo.wire;

/**
 * A node's answer to {@link ToWorker.AskOutput}: what a body there has written, from where it was asked for or from the first
 * that is still there.
 *
 * @param attempt whose it is; 0 when nothing of the task is known there
 * @param isOver whether it has ended, so that no more will come than the totals say
 */
public record OutputTold(int attempt, boolean isOver, Chunk stdout, Chunk stderr) implements Wire {
    private static final Chunk EMPTY = new Chunk(0, 0, new byte[0]);

    public static final OutputTold NOTHING = new OutputTold(0, true, EMPTY, EMPTY);

    /** It runs there and lets nobody listen: it is no command, or has hardly begun. */
    public static final OutputTold MUTE = new OutputTold(0, false, EMPTY, EMPTY);
}
