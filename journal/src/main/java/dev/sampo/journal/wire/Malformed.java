package dev.sampo.journal.wire;

import java.io.Serial;

/** Bytes that nobody here wrote, or a newer version; nothing was made of them. */
public final class Malformed extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    public Malformed(String message) {
        super(message);
    }
}
