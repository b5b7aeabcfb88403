package dev.sampo.http.api;

import java.util.List;

/**
 * When tasks of a job ran, and where; times in milliseconds since it was accepted.
 *
 * @param now or when it ended
 * @param from what was asked for begins here
 * @param barsLeftOut how many more there are than can be told, the shortest
 * @param path the tasks of which each waited for the one before, up to the one that ended last
 */
public record TimelineView(
        String job, long acceptedAt, long now, long from, long to, List<Lane> lanes, int barsLeftOut, List<Bar> path) {

    /** @param load in each of as many equal parts of the time asked for: how many tasks ran there on average */
    public record Lane(String node, List<Bar> bars, List<Double> load) {}

    /**
     * @param start when the body began, as its node measured how long it ran: a little late, by the way of the message; of one that
     *     runs, when it was first seen to
     * @param state succeeded, failed, retrying (this attempt failed and is followed by another), lost or assigned
     */
    public record Bar(int number, String task, String node, long start, long end, String state) {}
}
