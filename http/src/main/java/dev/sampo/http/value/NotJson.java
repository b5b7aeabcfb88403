package dev.sampo.http.value;

/** A value, or a part of it, that JSON has no form for; the message says which and where. */
public final class NotJson extends RuntimeException {
    private static final long serialVersionUID = 1;

    NotJson(String message) {
        super(message, null, false, false);
    }
}
