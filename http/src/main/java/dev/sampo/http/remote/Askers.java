package dev.sampo.http.remote;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Which workers have asked for work of which queues of late. Names come from outside: not more of them are kept than may be. */
final class Askers {
    static final long LATELY_MILLIS = 60_000;
    private static final int KNOWN_MAX = 1_000;
    private static final int NAMED_MAX = 5;

    /** When each was heard of last, the latest last. */
    private final Map<Asker, Long> heard = new LinkedHashMap<>();
    /** When somebody asked for work of a queue last, however long ago; the latest last. */
    private final Map<String, Long> lastOf = new LinkedHashMap<>();

    private record Asker(String queue, String worker) {}

    /** @param now never before that of an earlier call */
    void heard(String queue, String worker, long now) {
        putLast(heard, new Asker(queue, worker), now);
        putLast(lastOf, queue, now);
        forget(now);
    }

    private static <K> void putLast(Map<K, Long> times, K key, long now) {
        times.remove(key);
        times.put(key, now);
        if (times.size() > KNOWN_MAX) {
            times.remove(times.keySet().iterator().next());
        }
    }

    private void forget(long now) {
        heard.values().removeIf(at -> now - at > LATELY_MILLIS);
    }

    /** How many workers have asked for work of a queue of late. */
    int of(String queue, long now) {
        forget(now);
        return (int) heard.keySet().stream()
                .filter(asker -> asker.queue().equals(queue))
                .count();
    }

    /** When a worker has asked for work of a queue last; empty when none is known to have. */
    Optional<Long> lastOf(String queue) {
        return Optional.ofNullable(lastOf.get(queue));
    }

    /** Some of the queues that were asked for of late. */
    List<String> queues(long now) {
        forget(now);
        return heard.keySet().stream()
                .map(Asker::queue)
                .distinct()
                .sorted()
                .limit(NAMED_MAX)
                .toList();
    }
}
