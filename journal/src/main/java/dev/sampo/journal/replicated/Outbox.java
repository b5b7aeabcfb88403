package dev.sampo.journal.replicated;

/** Where a question to the leader goes; false when nobody knows a leader now. */
@FunctionalInterface
interface Outbox {
    boolean toLeader(Letter letter);
}
