package dev.sampo.journal.raft;

/** What became of one write: done, or refused because its stream stands at another number than it follows. */
public record Written(boolean done, long highest) {}
