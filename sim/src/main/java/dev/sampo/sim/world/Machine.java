package dev.sampo.sim.world;

import java.util.ArrayDeque;

/** One machine and the process on it: up, down or paused. What is to happen in a process that died never happens. */
final class Machine {
    private final ArrayDeque<Runnable> missed = new ArrayDeque<>();
    private final int index;
    private long generation = 1;
    private boolean isUp = true;
    private boolean isPaused;

    Machine(int index) {
        this.index = index;
    }

    int index() {
        return index;
    }

    /** Counts the processes there have been here: the incarnation of the node. */
    long generation() {
        return generation;
    }

    boolean isUp() {
        return isUp;
    }

    boolean isPaused() {
        return isPaused;
    }

    /** Does something in the process of that generation: now, after its pause, or never. */
    void in(long process, Runnable deed) {
        if (!isUp || process != generation) {
            return;
        }
        if (isPaused) {
            missed.add(deed);
        } else {
            deed.run();
        }
    }

    void crash() {
        isUp = false;
        isPaused = false;
        missed.clear();
    }

    void restart() {
        generation++;
        isUp = true;
    }

    void pause() {
        isPaused = true;
    }

    void resume() {
        isPaused = false;
        while (!isPaused && isUp && !missed.isEmpty()) {
            missed.poll().run();
        }
    }
}
