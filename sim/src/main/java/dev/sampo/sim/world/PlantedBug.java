package dev.sampo.sim.world;

/**
 * Faults planted on purpose in the shells around the core, to prove that the simulator finds them. Never used otherwise;
 * faults of the core itself are planted in its classes by the tests.
 */
public enum PlantedBug {
    /** Replies leave before their facts are durable. */
    EARLY_ANSWER,
    /** Orders of a new term leave before the term is durable. */
    EARLY_LETTERS,
    /** The store reports success for a sync that failed. */
    SYNC_ERROR_SWALLOWED,
    /** A takeover reads everything but the last fact. */
    REPLAY_DROPS_LAST,
    /** The store takes appends from anyone. */
    NO_STORE_FENCING,
    /** A takeover begins with the term of its predecessor. */
    TERM_REUSED,
    /** A takeover reads what is synced and does not wait for what is still being written. */
    TAIL_NOT_DRAINED,
    /** Appends overtake each other on their way to the store. */
    UNORDERED_APPENDS,
    /** A writer the store has refused takes a new lease and goes on with what it believed. */
    LEASE_REVIVED,
    /** The read at a takeover is sent once. */
    RECOVERY_NOT_RETRIED,
    /** The planner is not woken at the time it asked for. */
    WAKE_UP_LOST,
    /** The planner never hears that its facts are durable. */
    DURABLE_NOT_TOLD,
    /** Replies that rest on nothing new leave without asking whether somebody else serves the partition by now. */
    NO_BARRIER,
    /** A node now and then drops a stored value as soon as it is made. */
    VALUES_DISCARDED_EARLY
}
