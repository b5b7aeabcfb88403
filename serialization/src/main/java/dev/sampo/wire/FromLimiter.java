package dev.sampo.wire;

/** What the owner of a limit answers a node. */
public sealed interface FromLimiter extends Wire {

    String limit();

    long number();

    /**
     * So many were taken for the node.
     *
     * @param nanos until the first of them may be used
     */
    record Given(String limit, long number, long permits, long nanos) implements FromLimiter {}

    /** Nothing was taken; there will be enough in so many nanoseconds if nobody else asks. */
    record Later(String limit, long number, long nanos) implements FromLimiter {}

    /** Nothing will ever be given to who asks like this. */
    record Refused(String limit, long number, String why) implements FromLimiter {}
}
