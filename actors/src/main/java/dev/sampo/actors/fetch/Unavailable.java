package dev.sampo.actors.fetch;

/** What was to be fetched is not to be had: its keeper said so, is gone, or stayed silent. */
public final class Unavailable extends Exception {
    private static final long serialVersionUID = 1;

    Unavailable(String why) {
        super(why, null, false, false);
    }
}
