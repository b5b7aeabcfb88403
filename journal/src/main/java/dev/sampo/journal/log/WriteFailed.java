package dev.sampo.journal.log;

import java.io.Serial;

/** Nothing of this append is in the log, because the disk refused it for another reason than room; it may be tried again. */
public final class WriteFailed extends LogException {

    @Serial
    private static final long serialVersionUID = 1L;

    WriteFailed(String message, Throwable cause) {
        super(message, cause);
    }
}
