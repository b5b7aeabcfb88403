package dev.sampo.actors.telemetry;

import dev.sampo.telemetry.Event;

/** Whether anybody wants events of a kind, for those who ask at each task: it is one read. */
public final class Interest {
    private final Class<? extends Event> kind;
    private volatile boolean isThere;

    Interest(Class<? extends Event> kind) {
        this.kind = kind;
    }

    public boolean isThere() {
        return isThere;
    }

    void look(Telemetry telemetry) {
        isThere = telemetry.isHeard(kind);
    }
}
