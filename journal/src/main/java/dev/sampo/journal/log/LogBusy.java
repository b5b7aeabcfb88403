package dev.sampo.journal.log;

import java.io.Serial;

/** Nothing of this append is in the log, because the queue before the disk stayed full for too long. */
public final class LogBusy extends LogException {

    @Serial
    private static final long serialVersionUID = 1L;

    LogBusy(String message) {
        super(message, null);
    }
}
