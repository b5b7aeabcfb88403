package dev.sampo.dag;

import dev.sampo.resource.Resources;

/** What is left of a node as tasks are put there one after the other, with nothing else on it. */
public final class Vacancy {
    /** Tasks that need nothing still take a thread each. */
    public static final int NEEDLESS_MAX = 256;

    private Resources left;
    private int taken;

    public Vacancy(Resources capacity) {
        this.left = capacity;
    }

    /** How many tasks with these needs there is room for. */
    public int times(Resources needs) {
        return needs.isNone() ? Math.max(0, NEEDLESS_MAX - taken) : needs.timesIn(left);
    }

    public void take(Resources needs) {
        left = left.minus(needs);
        taken++;
    }
}
