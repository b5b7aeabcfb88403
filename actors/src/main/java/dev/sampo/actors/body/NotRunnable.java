package dev.sampo.actors.body;

/** A task cannot run as it is written, on any node and however often: its message is the whole explanation. */
final class NotRunnable extends RuntimeException {
    private static final long serialVersionUID = 1;

    NotRunnable(String why) {
        super(why, null, false, false);
    }
}
