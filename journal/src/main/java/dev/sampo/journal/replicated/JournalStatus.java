package dev.sampo.journal.replicated;

import java.util.List;
import java.util.Optional;

/**
 * What one node knows of the replicated journal, for display.
 *
 * @param role Raft's roles; NONE is a node that only uses the journal, or that waits for a place in the group
 * @param leader the leader's node, empty while there is none
 * @param voters the nodes whose majority decides
 * @param commitIndex how far this node has come in the Raft log, 0 where it is no member
 */
public record JournalStatus(
        String node,
        Role role,
        Optional<String> leader,
        List<String> voters,
        List<String> learners,
        int term,
        long commitIndex) {

    static JournalStatus unknown(String node) {
        return new JournalStatus(node, Role.NONE, Optional.empty(), List.of(), List.of(), 0, 0);
    }

    /** What a node is in the group. */
    public enum Role {
        LEADER,
        FOLLOWER,
        CANDIDATE,
        LEARNER,
        NONE
    }
}
