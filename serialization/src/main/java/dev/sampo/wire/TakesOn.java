package dev.sampo.wire;

import dev.sampo.job.NodeId;
import dev.sampo.link.Availability;

/**
 * A node's answer to {@link ToWorker.TakeOn}: at once, but for draining, which it answers when that is over.
 *
 * @param isDrained it holds nothing, and no partition needs anything of it; false when its time was up before that
 * @param held attempts it still has
 */
public record TakesOn(NodeId node, Availability availability, boolean isDrained, int held) implements Wire {}
