package dev.sampo.resilience.limit;

/** What a {@link Limiter} says to somebody who wants permits. */
public sealed interface Admission {

    /** The permits are taken. */
    record Admitted() implements Admission {
        static final Admitted NOW = new Admitted();
    }

    /**
     * Nothing was taken. Before this time it would be refused again; at this time it is admitted if nobody else takes
     * permits meanwhile.
     */
    record NotBefore(long nanos) implements Admission {}

    /** Nothing was taken, and waiting does not help: this is the most that is ever admitted at once. */
    record Never(long atOnceMax) implements Admission {}
}
