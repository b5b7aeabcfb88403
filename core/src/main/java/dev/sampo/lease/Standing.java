package dev.sampo.lease;

/** What a lease is worth when its worker says something. */
public enum Standing {
    /** Its worker has the work. */
    HELD,
    /** Its worker has settled the work before: what is said twice counts once. */
    SETTLED,
    /** Nobody wants the work any more: its attempt was cancelled, or has ended otherwise. */
    WITHDRAWN,
    /** It has run out, or there never was such a lease; perhaps another worker has the work. */
    OVER
}
