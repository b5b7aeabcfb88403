package dev.sampo.http.api;

import dev.sampo.story.ToldEvent;
import java.util.List;
import java.util.Map;

/**
 * How a job stands at a moment, for who looks on.
 *
 * @param sequence how many events it has had
 * @param graph as the graph has it: once this differs, it is to be asked for again
 * @param reason why it was cancelled or which task failed; empty otherwise
 * @param now milliseconds since it was accepted, until its end
 * @param states how many tasks are in each state; states of none are left out
 * @param groups of those whose states have changed since the last view of this stream
 * @param running some of the tasks that are on nodes
 * @param events the latest, at most so many as are worth looking at
 * @param eventsLeftOut how many there were since the last view of this stream besides those
 */
public record LiveView(
        String job,
        long sequence,
        int graph,
        String status,
        String reason,
        long now,
        int tasks,
        Map<String, Integer> states,
        Map<Integer, Map<String, Integer>> groups,
        List<Running> running,
        List<ToldEvent> events,
        long eventsLeftOut) {

    /** @param since when it was first seen there, in milliseconds since the job was accepted */
    public record Running(int number, String task, String node, long since) {}
}
