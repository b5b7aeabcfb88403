package dev.sampo.journal;

import java.io.Serial;

/** A journal outside of this program cannot be used now; nothing was written there. */
public final class JournalUnavailable extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    public JournalUnavailable(String message, Throwable cause) {
        super(message, cause);
    }
}
