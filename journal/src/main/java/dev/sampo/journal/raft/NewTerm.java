package dev.sampo.journal.raft;

/** What a new leader appends first, so that it learns what its predecessors had committed. */
enum NewTerm {
    ENTRY
}
