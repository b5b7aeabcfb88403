package dev.sampo.http;

/** A token that cannot be relied on; the message says why and what to do. */
public final class InsecureToken extends RuntimeException {
    private static final long serialVersionUID = 1;

    InsecureToken(String message) {
        super(message);
    }
}
