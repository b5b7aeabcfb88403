package dev.sampo.journal.log;

import java.io.Serial;

/** It is unknown whether this append is on the disk; only a restart, which reads the disk again, can tell. */
public final class LogFailed extends LogException {

    @Serial
    private static final long serialVersionUID = 1L;

    LogFailed(String message, Throwable cause) {
        super(message, cause);
    }
}
