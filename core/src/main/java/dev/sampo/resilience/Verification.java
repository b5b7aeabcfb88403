package dev.sampo.resilience;

/**
 * How many nodes have to make the same of a task before it counts.
 *
 * @param copies nodes it runs on, at most
 * @param quorum of them that have to agree; more than half
 */
public record Verification(int copies, int quorum) {
    public static final int COPIES_MAX = 15;

    /** Whatever the first node makes of it counts. */
    public static final Verification NONE = new Verification(1, 1);

    public boolean isNone() {
        return quorum <= 1;
    }
}
