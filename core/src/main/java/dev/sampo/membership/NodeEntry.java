package dev.sampo.membership;

/**
 * What is known of a node.
 *
 * @param lastHeard when its last beat came, by the clock of who is asked
 */
public record NodeEntry(Presence presence, NodeStatus status, long lastHeard) {}
