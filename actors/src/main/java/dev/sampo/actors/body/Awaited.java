package dev.sampo.actors.body;

/**
 * How a body stands that waits for others.
 *
 * @param what it waits for, in few words, the same for all bodies that wait for the same; empty while it is being done
 * @param millis since when it waits
 * @param words how it stands, in words of which its task is the subject
 */
public record Awaited(String what, long millis, String words) {}
