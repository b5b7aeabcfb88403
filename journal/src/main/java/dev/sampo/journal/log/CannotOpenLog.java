package dev.sampo.journal.log;

import java.io.Serial;

/** The directory cannot be used, and nothing in it was touched: it is locked, read-only or not a directory. */
public final class CannotOpenLog extends LogException {

    @Serial
    private static final long serialVersionUID = 1L;

    CannotOpenLog(String message, Throwable cause) {
        super(message, cause);
    }
}
