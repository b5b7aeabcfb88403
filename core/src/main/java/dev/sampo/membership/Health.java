package dev.sampo.membership;

/**
 * How well one node is, from its beats. Down is slow to reach and so is up, so that a node at the edge does not flap:
 * several beats in a row must be missing, or be there again. One beat for each interval is enough to recover, and
 * recovery is possible from everywhere.
 */
public final class Health {
    private final HealthSettings settings;
    private NodeStatus status = NodeStatus.HEALTHY;
    private long lastBeat;
    private long lastCounted;
    private int inARow;

    public Health(HealthSettings settings, long now) {
        this.settings = settings;
        this.lastBeat = now;
        this.lastCounted = now;
    }

    /** Beats that were held up and arrive together count as one. */
    public void beat(long now) {
        at(now);
        if (now - lastBeat > 2 * settings.beatMillis()) {
            inARow = 0;
        }
        if (inARow == 0 || now - lastCounted >= settings.beatMillis() / 2) {
            inARow++;
            lastCounted = now;
        }
        lastBeat = now;
        if (status == NodeStatus.OFFLINE) {
            status = NodeStatus.DEGRADED;
        }
        if (inARow >= settings.healthyAfter()) {
            status = NodeStatus.HEALTHY;
        }
    }

    /** Its connection broke: it may be dead, and gets nothing new until it has shown that it is not. */
    public void suspect(long now) {
        if (at(now) == NodeStatus.HEALTHY) {
            status = NodeStatus.DEGRADED;
        }
        inARow = 0;
    }

    public NodeStatus at(long now) {
        long missing = (now - lastBeat) / settings.beatMillis();
        if (missing >= settings.offlineAfter()) {
            status = NodeStatus.OFFLINE;
        } else if (missing >= settings.degradedAfter() && status == NodeStatus.HEALTHY) {
            status = NodeStatus.DEGRADED;
        }
        return status;
    }

    public long lastBeat() {
        return lastBeat;
    }
}
