package dev.sampo.journal.replicated;

import dev.sampo.journal.raft.Endpoint;
import io.microraft.report.RaftNodeReport;
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
        return of(node, null, null, null);
    }

    /**
     * What follows from what is known.
     *
     * @param self null where the node has no directory
     * @param newest what the one who knows most says, null for nobody
     * @param report what MicroRaft says here, null where it does not run
     */
    static JournalStatus of(String node, Endpoint self, Letter.Hello newest, RaftNodeReport report) {
        List<Endpoint> members = newest == null ? List.of() : newest.members();
        List<Endpoint> voters = report == null
                ? members
                : Reign.endpoints(report.getEffectiveMembers().getVotingMembers());
        return new JournalStatus(
                node,
                report == null || !members.contains(self)
                        ? Role.NONE
                        : Role.valueOf(report.getRole().name()),
                Optional.ofNullable(newest).map(Letter.Hello::leader).map(Endpoint::node),
                voters.stream().map(Endpoint::node).toList(),
                members.stream()
                        .filter(member -> !voters.contains(member))
                        .map(Endpoint::node)
                        .toList(),
                newest == null ? 0 : newest.term(),
                report == null ? 0 : report.getLog().getCommitIndex());
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
