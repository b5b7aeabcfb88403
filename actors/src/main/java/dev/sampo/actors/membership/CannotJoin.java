package dev.sampo.actors.membership;

/** This node did not become a member, and says why. */
public final class CannotJoin extends RuntimeException {
    private static final long serialVersionUID = 1;

    CannotJoin(String why) {
        super(why);
    }
}
