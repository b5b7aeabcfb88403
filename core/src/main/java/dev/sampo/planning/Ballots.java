package dev.sampo.planning;

import dev.sampo.dag.Digest;
import dev.sampo.job.Failure;
import dev.sampo.job.JobEvent;
import dev.sampo.job.NodeId;
import dev.sampo.job.Votes;
import dev.sampo.link.Report;
import dev.sampo.resilience.Verification;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Tasks that count only when several nodes make the same of them, and the nodes that made something else. */
final class Ballots {
    private final Books books;
    private final Map<NodeId, Integer> outvoted = new HashMap<>();
    private long changes;

    Ballots(Books books) {
        this.books = books;
        books.ledger.jobs().forEach(job -> job.votes().outvoted().forEach(this::distrust));
    }

    private void distrust(NodeId node) {
        changes++;
        outvoted.merge(node, 1, Integer::sum);
    }

    /** Whether the node was outvoted in a job that is known, be it one of another partition. */
    boolean isDistrusted(NodeId node) {
        return outvoted(node) > 0 || books.hearsay.isOutvoted(node);
    }

    /** How often the node was of another opinion than enough others, as long as the jobs are known. */
    int outvoted(NodeId node) {
        return outvoted.isEmpty() ? 0 : outvoted.getOrDefault(node, 0);
    }

    /** Those that were of another opinion. */
    Set<NodeId> outvoted() {
        return outvoted.keySet();
    }

    /** The same, so many at most. */
    List<NodeId> outvoted(int max) {
        return outvoted.keySet().stream().sorted().limit(max).toList();
    }

    /** How often there was something new to say of them. */
    long changes() {
        return changes;
    }

    /** Whether the node has said what it makes of the task, and others are to. */
    static boolean hasVoted(JobPlan job, int task, NodeView view) {
        return job.ledger.votes().hasVoted(task, view.id);
    }

    /** Where the neighbours end that were run by the same nodes as this one. */
    static int endOfVotersAlike(JobPlan job, int task, int end) {
        List<NodeId> voters = voters(job, task);
        int next = task + 1;
        while (next < end && voters(job, next).equals(voters)) {
            next++;
        }
        return next;
    }

    private static List<NodeId> voters(JobPlan job, int task) {
        return job.ledger.votes().on(task).stream().map(Votes.Vote::node).toList();
    }

    /** The job is forgotten, and what it said of nodes with it. */
    void forget(JobPlan job) {
        List<NodeId> nodes = job.ledger.votes().outvoted();
        nodes.forEach(node -> outvoted.computeIfPresent(node, (id, times) -> times == 1 ? null : times - 1));
        changes += nodes.size();
    }

    /** Whether this node's result decides the matter; if not, it has been noted and the task goes on to the next node. */
    boolean isDecided(JobPlan job, Report.Ended end, Digest digest) {
        int task = end.attempt().task();
        Verification wanted = job.options(task).verification();
        List<Votes.Vote> votes = job.ledger.votes().on(task);
        long agree =
                1 + votes.stream().filter(vote -> vote.digest().equals(digest)).count();
        if (agree < wanted.quorum()) {
            return false;
        }
        for (Votes.Vote vote : votes) {
            if (!vote.digest().equals(digest)) {
                distrust(vote.node());
                books.record(new JobEvent.NodeOutvoted(job.ledger.id(), task, vote.node(), books.now));
            }
        }
        return true;
    }

    /**
     * Notes what the node made of it, for others are to be asked; unless too few are left to agree: then that is the failure, and
     * the only fact, since a journal that kept the vote alone would leave nobody to ask and nothing decided.
     */
    Failure note(JobPlan job, NodeView view, Report.Ended end, Digest digest) {
        int task = end.attempt().task();
        Verification wanted = job.options(task).verification();
        var votes = new ArrayList<>(job.ledger.votes().on(task));
        votes.add(new Votes.Vote(view.id, end.attempt().fence(), digest));
        var camps = new TreeMap<String, Integer>();
        votes.forEach(vote -> camps.merge(vote.digest().toString(), 1, Integer::sum));
        int most = Collections.max(camps.values());
        if (most + wanted.copies() - votes.size() < wanted.quorum()) {
            return new Failure(
                    Failure.Kind.NO_QUORUM,
                    "",
                    votes.size() + " nodes made " + camps.size() + " different things of it, and " + wanted.quorum()
                            + " have to agree: " + told(votes),
                    "");
        }
        books.record(new JobEvent.AttemptVoted(
                job.ledger.id(),
                task,
                view.id,
                end.attempt().number(),
                end.attempt().fence(),
                digest,
                end.micros(),
                books.now));
        return null;
    }

    private static String told(List<Votes.Vote> votes) {
        return String.join(
                ", ",
                votes.stream()
                        .map(vote -> vote.node() + " " + shortened(vote.digest()))
                        .toList());
    }

    static String shortened(Digest digest) {
        return digest.toString().substring(0, 8);
    }

    /** For people: who has run it, while others are to. */
    static String progress(JobPlan job, int task) {
        List<Votes.Vote> votes = job.ledger.votes().on(task);
        return votes.isEmpty()
                ? ""
                : "; " + job.options(task).verification().quorum() + " nodes have to agree, and so far there are "
                        + told(votes);
    }
}
