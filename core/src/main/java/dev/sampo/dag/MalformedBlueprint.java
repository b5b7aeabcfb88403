package dev.sampo.dag;

/** Bytes that are no blueprint, or not one this version reads. They came from outside: refuse the message and live on. */
public final class MalformedBlueprint extends RuntimeException {
    private static final long serialVersionUID = 1L;

    MalformedBlueprint(String message) {
        super(message);
    }
}
