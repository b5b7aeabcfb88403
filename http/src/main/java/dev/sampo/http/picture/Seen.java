package dev.sampo.http.picture;

import java.util.Map;

/**
 * What one who looks on has seen.
 *
 * @param sequence how many events
 * @param running how often it had been asked what runs
 * @param groups the states of each group
 */
public record Seen(long sequence, long running, Map<Integer, Map<String, Integer>> groups) {
    public static final Seen NOTHING = new Seen(0, -1, Map.of());
}
