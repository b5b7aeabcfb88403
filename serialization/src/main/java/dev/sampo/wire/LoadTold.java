package dev.sampo.wire;

import dev.sampo.membership.Links;
import dev.sampo.membership.NodeLoad;

/** A node's answer to {@link ToWorker.AskLoad}. */
public record LoadTold(NodeLoad load, Links links) implements Wire {}
