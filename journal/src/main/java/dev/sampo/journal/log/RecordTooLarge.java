package dev.sampo.journal.log;

import java.io.Serial;

/** Nothing of this append is in the log, and it would not fit on any later try either. */
public final class RecordTooLarge extends LogException {

    @Serial
    private static final long serialVersionUID = 1L;

    RecordTooLarge(String message) {
        super(message, null);
    }
}
