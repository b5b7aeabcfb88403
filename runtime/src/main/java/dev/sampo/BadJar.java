package dev.sampo;

/** A jar that cannot be a job's: its message names what is wrong with it, and the remedy. */
public final class BadJar extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    BadJar(String what) {
        super(what);
    }

    BadJar(String what, Throwable cause) {
        super(what, cause);
    }
}
