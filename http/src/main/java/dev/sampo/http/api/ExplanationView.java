package dev.sampo.http.api;

import dev.sampo.planning.Explanation;
import java.util.List;

/**
 * Why a task is where it is.
 *
 * @param summary one sentence, of which the task is the subject
 * @param waitingFor unfinished tasks it needs, the first few
 * @param position place in the line of ready tasks, or on its node, from 1; 0 when it waits in neither
 * @param placement how it came to be on its node; empty when it was not placed
 * @param candidates each node and why it was not chosen, or how it scored: now, or when the task was placed
 * @param story what happened to it so far, oldest first
 * @param late what the time went by with until it was done, or until now, since its job was accepted
 */
public record ExplanationView(
        String job,
        String task,
        String state,
        String summary,
        List<String> waitingFor,
        int position,
        String placement,
        List<Candidate> candidates,
        List<String> story,
        String late) {

    public record Candidate(String node, boolean fits, String why) {}

    public static ExplanationView of(Explanation explanation) {
        return new ExplanationView(
                explanation.job().value(),
                explanation.task(),
                NodeView.lower(explanation.state()),
                explanation.summary(),
                explanation.waitingFor(),
                explanation.position(),
                explanation.placement(),
                explanation.candidates().stream()
                        .map(each -> new Candidate(each.node(), each.fits(), each.why()))
                        .toList(),
                explanation.story(),
                explanation.late());
    }
}
