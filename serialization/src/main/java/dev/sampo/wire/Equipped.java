package dev.sampo.wire;

import dev.sampo.membership.NodeState;

/**
 * A node's answer to {@link ToWorker.Equip}.
 *
 * @param state how it is now
 * @param refusal why it was not changed; empty when it was
 */
public record Equipped(NodeState state, String refusal) implements Wire {}
