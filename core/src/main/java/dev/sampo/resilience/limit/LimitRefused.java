package dev.sampo.resilience.limit;

/** A limit will not give what it was asked for, however long one waits; nothing was taken. */
public class LimitRefused extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String limit;
    private final String why;

    public LimitRefused(String limit, String why) {
        super("limit \"" + limit + "\": " + why);
        this.limit = limit;
        this.why = why;
    }

    /** The name of the limit. */
    public String limit() {
        return limit;
    }

    /** What it says of it. */
    public String why() {
        return why;
    }
}
