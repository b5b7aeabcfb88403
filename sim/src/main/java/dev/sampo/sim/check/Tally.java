package dev.sampo.sim.check;

import java.util.EnumMap;
import java.util.Map;

/** How often each interesting situation came up. */
public final class Tally {
    private static final Sometimes[] ALL = Sometimes.values();

    private final long[] counts = new long[ALL.length];

    public void hit(Sometimes situation) {
        counts[situation.ordinal()]++;
    }

    public void hit(Sometimes situation, boolean isIt) {
        if (isIt) {
            hit(situation);
        }
    }

    public void add(Tally other) {
        for (int i = 0; i < counts.length; i++) {
            counts[i] += other.counts[i];
        }
    }

    public Map<Sometimes, Long> counts() {
        var map = new EnumMap<Sometimes, Long>(Sometimes.class);
        for (Sometimes situation : ALL) {
            map.put(situation, counts[situation.ordinal()]);
        }
        return map;
    }
}
