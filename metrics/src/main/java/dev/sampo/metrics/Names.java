package dev.sampo.metrics;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/**
 * Meters by a name that users choose. So many names have meters of their own, in the order in which they come; all others
 * share those of {@link #OTHER}, so that no stream of new names makes ever more series. For one thread.
 *
 * @param <K> the name, perhaps of several parts
 * @param <M> its meters
 */
final class Names<K, M> {
    /** What the rest is called. */
    static final String OTHER = "other";

    private final int max;
    private final K other;
    private final Function<K, M> make;
    private final Map<K, M> known = new HashMap<>();
    private M ofOthers;

    Names(int max, K other, Function<K, M> make) {
        this.max = max;
        this.other = other;
        this.make = make;
    }

    M of(K name) {
        M mine = known.get(name);
        if (mine != null) {
            return mine;
        }
        if (known.size() < max) {
            M made = make.apply(name);
            known.put(name, made);
            return made;
        }
        if (ofOthers == null) {
            ofOthers = make.apply(other);
        }
        return ofOthers;
    }
}
