package dev.sampo.placement;

import dev.sampo.job.NodeId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The node whose turn was longest ago. */
final class RoundRobin implements Placer {
    private final Map<NodeId, Long> turns = new HashMap<>();
    private long turn;

    @Override
    public String name() {
        return "round-robin";
    }

    @Override
    public double score(ReadyTask task, Candidate candidate) {
        return -turns.getOrDefault(candidate.node(), 0L);
    }

    @Override
    public String about(Candidate candidate) {
        Long last = turns.get(candidate.node());
        return last == null ? "has had no turn yet" : "had its turn " + (turn - last + 1) + " placements ago";
    }

    @Override
    public void placed(List<Candidate> candidates, int chosen, int tasks) {
        turns.put(candidates.get(chosen).node(), ++turn);
        Memory.forgetOthers(turns, candidates);
    }
}
