package dev.sampo.journal.log;

import java.io.Serial;

/** The log was closed before this append was accepted, so nothing of it is in the log. */
public final class LogClosed extends LogException {

    @Serial
    private static final long serialVersionUID = 1L;

    LogClosed(String directory) {
        super("log in " + directory + " is closed", null);
    }
}
