package dev.sampo.http.api;

import java.util.List;

/**
 * Nodes that are known, by name.
 *
 * @param total how many there are of those asked for
 * @param next what to give as after for those that follow; null when these were the last
 */
public record NodesView(List<NodeView> nodes, int total, String next) {}
