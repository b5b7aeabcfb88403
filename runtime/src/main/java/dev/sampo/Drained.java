package dev.sampo;

/**
 * How a drain ended.
 *
 * @param complete the node holds nothing, and nobody needs anything of it: it may be stopped
 * @param left tasks it still has; with none of them and not complete, values that no other node could take
 */
public record Drained(String node, boolean complete, int left) {}
