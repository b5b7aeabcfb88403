package dev.sampo.membership;

/**
 * The connection from one node to another, as the first sees it: the other way round it may be otherwise.
 *
 * @param to host:port of the other
 * @param since when it came to be so, in milliseconds since 1970
 */
public record Link(String to, State state, long since) {

    /** What is known of it. */
    public enum State {
        /** There is a connection. */
        REACHED,
        /** There was none yet. */
        NEW,
        /** It broke and was not to be had again at once. */
        BROKEN,
        /** Nobody listens there any more. */
        REFUSED
    }
}
