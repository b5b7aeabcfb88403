package dev.sampo.metrics;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/**
 * Gauges by a name that users choose: so many names have series of their own, in the order in which they are seen, and what
 * all others have is added up as {@link Names#OTHER}.
 */
final class Series {
    private final int max;
    private final Consumer<String> make;
    private final Set<String> known = ConcurrentHashMap.newKeySet();
    private boolean hasOthers;

    /** @param make makes the gauges of a name, which tell {@link #sum} of it */
    Series(int max, Consumer<String> make) {
        this.max = max;
        this.make = make;
    }

    synchronized void see(String name) {
        if (known.contains(name)) {
            return;
        }
        if (known.size() < max) {
            known.add(name);
            make.accept(name);
        } else if (!hasOthers) {
            hasOthers = true;
            make.accept(Names.OTHER);
        }
    }

    /** How much there is by now under a name that has a series. */
    long sum(String series, Map<String, Integer> amounts) {
        if (!series.equals(Names.OTHER)) {
            return amounts.getOrDefault(series, 0);
        }
        return amounts.entrySet().stream()
                .filter(each -> !known.contains(each.getKey()) || each.getKey().equals(series))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }
}
