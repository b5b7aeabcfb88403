package dev.sampo.actors;

import java.util.LinkedHashMap;
import java.util.Map;

/** Keeps so many entries and no more: what came first, or was asked for longest ago, makes room. */
public final class Latest<K, V> extends LinkedHashMap<K, V> {
    private static final long serialVersionUID = 1;

    private final int max;

    private Latest(int max, boolean isByUse) {
        super(16, 0.75f, isByUse);
        this.max = max;
    }

    /** Those that came last. */
    public static <K, V> Latest<K, V> come(int max) {
        return new Latest<>(max, false);
    }

    /** Those that were asked for last. */
    public static <K, V> Latest<K, V> used(int max) {
        return new Latest<>(max, true);
    }

    @Override
    protected boolean removeEldestEntry(Map.Entry<K, V> eldest) {
        return size() > max;
    }
}
