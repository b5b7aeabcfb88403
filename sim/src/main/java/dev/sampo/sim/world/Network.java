package dev.sampo.sim.world;

import dev.sampo.sim.time.Chance;
import dev.sampo.sim.time.Timeline;
import java.util.Arrays;

/** Carries messages between machines, badly: late, twice, out of order or not at all. Within a machine it is faultless. */
final class Network {
    private static final int STRAGGLER_MILLIS = 4_000;

    private final Timeline timeline;
    private final Chance chance;
    private final Weather weather;
    private final boolean[][] isCut;
    private boolean isHealed;
    long sent;
    long lost;
    long doubled;

    Network(Timeline timeline, Chance chance, Weather weather, int machines) {
        this.timeline = timeline;
        this.chance = chance;
        this.weather = weather;
        this.isCut = new boolean[machines][machines];
    }

    void send(int from, int to, Runnable delivery) {
        sent++;
        if (from == to) {
            timeline.after(0, delivery);
            return;
        }
        if (isCut[from][to] || !isHealed && chance.happens(weather.loss)) {
            lost++;
            return;
        }
        timeline.after(delay(), delivery);
        if (!isHealed && chance.happens(weather.doubling)) {
            doubled++;
            timeline.after(delay(), delivery);
        }
    }

    private int delay() {
        if (isHealed) {
            return chance.below(3);
        }
        return chance.happens(weather.stragglers)
                ? chance.below(STRAGGLER_MILLIS)
                : chance.between(0, weather.delayMax);
    }

    void cut(int from, int to) {
        isCut[from][to] = true;
    }

    void mend() {
        for (boolean[] row : isCut) {
            Arrays.fill(row, false);
        }
    }

    void heal() {
        mend();
        isHealed = true;
    }
}
