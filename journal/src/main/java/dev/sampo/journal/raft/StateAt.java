package dev.sampo.journal.raft;

/**
 * A snapshot of the streams: not their events, which are on the disk already, only the promise that they are there up to this
 * entry of the log. Who needs them fetches them from the member that promises.
 */
public record StateAt(long index, long sumOfHighest) {}
