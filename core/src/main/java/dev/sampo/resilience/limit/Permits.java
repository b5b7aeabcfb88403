package dev.sampo.resilience.limit;

/** Where a {@link Gate} gets its permits. */
public sealed interface Permits permits KeyedLimiter, Allowances {

    /**
     * Takes permits if they are to be had now.
     *
     * @param waiting what is wanted in all by those who wait for this key, this one among them
     */
    Admission ask(String key, long permits, long waiting, long now);
}
