package dev.sampo.http.api;

import java.util.List;

/** All nodes that are known. */
public record NodesView(List<NodeView> nodes) {}
