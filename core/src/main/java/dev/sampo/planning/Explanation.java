package dev.sampo.planning;

import dev.sampo.job.JobId;
import dev.sampo.job.TaskState;
import java.util.List;

/**
 * Why a task is where it is.
 *
 * @param summary one sentence
 * @param waitingFor names of unfinished tasks it needs, the first few
 * @param state one that waits on its node is ready, as what waits in line is
 * @param position place in the line of ready tasks that ask for the same, or among what waits on its node for the same scheduler, from 1;
 *     0 when it waits in neither
 * @param placement how it came to be on its node, if it was placed; its candidates are those of then
 * @param candidates each node and why it was not chosen, or how it scored: now, or when the task was placed
 * @param story what happened to it so far, oldest first
 * @param late what the time went by with until it was done, or until now, since its job was accepted; empty for what never runs
 */
public record Explanation(
        JobId job,
        String task,
        TaskState state,
        String summary,
        List<String> waitingFor,
        int position,
        String placement,
        List<Candidate> candidates,
        List<String> story,
        String late) {

    /** The same, with what its node knows of it besides. */
    public Explanation and(String more) {
        return new Explanation(
                job, task, state, summary + "; " + more, waitingFor, position, placement, candidates, story, late);
    }

    public record Candidate(String node, boolean fits, String why) {}
}
