package dev.sampo.harness.soak;

import dev.sampo.harness.Cluster;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Starts nodes again that ended by themselves, as the one who runs a cluster in earnest does. */
final class Supervisor implements AutoCloseable {
    private static final long LOOK_MILLIS = 200;

    private final Cluster cluster;
    private final boolean[] held;
    private final Thread thread;
    private volatile boolean closed;
    private int restarts;

    Supervisor(Cluster cluster) {
        this.cluster = cluster;
        this.held = new boolean[cluster.size()];
        this.thread = new Thread(this::watch, "supervisor");
        thread.setDaemon(true);
        thread.start();
    }

    private void watch() {
        while (!closed) {
            for (int node = 0; node < cluster.size(); node++) {
                startUnlessHeld(node);
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS));
        }
    }

    private synchronized void startUnlessHeld(int node) {
        if (!closed && !held[node] && !cluster.isRunning(node)) {
            restarts++;
            cluster.launch(node);
        }
    }

    /** From now on the node may be ended, and stays so. */
    synchronized void hold(int node) {
        held[node] = true;
    }

    /** Starts the node if it does not run, and looks after it again. */
    synchronized void release(int node) {
        held[node] = false;
        if (!cluster.isRunning(node)) {
            cluster.launch(node);
        }
    }

    /** How many nodes ended by themselves. */
    synchronized int restarts() {
        return restarts;
    }

    @Override
    public void close() {
        closed = true;
        synchronized (this) {
            // Whoever is starting a node has done so.
        }
    }
}
