package dev.sampo.http.api;

import java.util.List;

/**
 * Some tasks of a job with their times.
 *
 * @param matching how many there are of those asked for
 * @param next what to give as from for those that follow; null when these were the last
 */
public record TableView(String job, int matching, List<Row> tasks, Integer next) {

    /**
     * @param group of the graph; null for one that is drawn in none
     * @param node where it is or where its value was made; null for nowhere
     * @param attempts how many have come to something or to nothing
     * @param start when the latest attempt that ended well began, in milliseconds since the job was accepted; null for none
     * @param ranMillis how long that ran
     */
    public record Row(
            int number,
            String task,
            Integer group,
            String state,
            String node,
            int attempts,
            int failures,
            Long start,
            Long ranMillis) {}
}
