package dev.sampo.wire;

import dev.sampo.dag.Digest;
import dev.sampo.job.JobId;
import dev.sampo.job.NodeId;

/** The answer to a fetch. Each asks for one chunk, so that the one who fetches sets the pace; a lost one is asked for again. */
public sealed interface Piece extends Wire {

    record OfBlueprint(Digest blueprint, Chunk chunk) implements Piece {}

    /** @param crc that of the whole value: it tells which of those that the task has ever had */
    record OfValue(JobId job, int task, int crc, Chunk chunk) implements Piece {}

    /** Whoever was asked does not have it; asking again changes nothing. */
    record NoBlueprint(Digest blueprint, String why) implements Piece {}

    /** @param node that says so; another may have it */
    record NoValue(JobId job, int task, int crc, NodeId node, String why) implements Piece {}
}
