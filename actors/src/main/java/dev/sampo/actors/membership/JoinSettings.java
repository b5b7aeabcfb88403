package dev.sampo.actors.membership;

import dev.sampo.membership.Gathering;
import java.util.List;
import java.util.function.Consumer;

/**
 * How a node joins.
 *
 * @param nodesMax how many members the cluster may have
 * @param limitMillis how long to try; the first node of all waits for others without limit
 * @param minorityMaxMillis how long a voter stays that sees fewer than a majority of those expected
 * @param progress hears in words what is waited for
 * @param keepVoters is given the voters of the cluster whenever they change, to be kept for the next start
 */
public record JoinSettings(
        Gathering.Settings gathering,
        int nodesMax,
        long limitMillis,
        long minorityMaxMillis,
        Consumer<String> progress,
        Consumer<List<String>> keepVoters) {

    /** The first of all nodes has nobody to ask. */
    boolean mayWait() {
        return gathering.seeds().isEmpty() && gathering.lastVoters().isEmpty();
    }
}
