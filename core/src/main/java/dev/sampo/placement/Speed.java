package dev.sampo.placement;

import java.util.Map;

/** How many times as fast as the usual node one is, by its label {@code speed}: 1 without one, or with what is no number from 0 up. */
public final class Speed {
    static final LabelNumber LABEL = new LabelNumber("speed");

    private static final double SLOWEST = 1e-6;

    private Speed() {}

    public static double of(Map<String, String> labels) {
        return Math.max(SLOWEST, LABEL.of(labels).orElse(1));
    }
}
