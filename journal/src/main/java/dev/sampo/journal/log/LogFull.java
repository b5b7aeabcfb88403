package dev.sampo.journal.log;

import java.io.Serial;

/** Nothing of this append is in the log, because there was no room; the same append may be tried again later. */
public final class LogFull extends LogException {

    @Serial
    private static final long serialVersionUID = 1L;

    LogFull(String message, Throwable cause) {
        super(message, cause);
    }
}
