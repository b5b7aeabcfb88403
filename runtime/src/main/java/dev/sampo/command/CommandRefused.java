package dev.sampo.command;

/** A node does not run such a command: nothing has happened. */
final class CommandRefused extends RuntimeException {
    private static final long serialVersionUID = 1;

    CommandRefused(String why) {
        super(why, null, false, false);
    }
}
