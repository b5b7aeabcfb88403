package dev.sampo.cli;

import java.io.PrintStream;

/** Tells how far something is: one line drawn over and over on a terminal, a line every second elsewhere. */
public final class ProgressLine {
    private static final long PLAIN_EVERY_NANOS = 1_000_000_000L;
    private static final long DRAWN_EVERY_NANOS = 100_000_000L;
    private static final String BACK_AND_ERASE = "\r\u001b[K";

    private final PrintStream err;
    private final boolean isTerminal;
    private final long beganAt;
    private long lastShown;
    private boolean isDrawn;

    public ProgressLine(Terminal terminal, long now) {
        this.err = terminal.err();
        this.isTerminal = terminal.errIsTerminal();
        this.beganAt = now;
        this.lastShown = now;
    }

    /** @param now as {@link System#nanoTime} has it */
    public void show(String text, long now) {
        if (now - lastShown < (isTerminal ? DRAWN_EVERY_NANOS : PLAIN_EVERY_NANOS)) {
            return;
        }
        lastShown = now;
        if (isTerminal) {
            err.print(BACK_AND_ERASE + text + elapsed(now));
            err.flush();
            isDrawn = true;
        } else {
            err.println(text + elapsed(now));
        }
    }

    private String elapsed(long now) {
        return String.format(java.util.Locale.ROOT, ", %.1f s", (now - beganAt) / 1e9);
    }

    /** Leaves a terminal's line empty for what comes next. */
    public void end() {
        if (isDrawn) {
            err.print(BACK_AND_ERASE);
            err.flush();
            isDrawn = false;
        }
    }
}
