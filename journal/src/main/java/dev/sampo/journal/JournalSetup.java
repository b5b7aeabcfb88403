package dev.sampo.journal;

import dev.sampo.journal.log.Disk;
import org.apache.pekko.actor.setup.Setup;

/** Replaces the disk and the last resort of an actor system's journals; for tests of what a failing disk does. */
public final class JournalSetup extends Setup {

    private final Disk disk;
    private final LastResort lastResort;

    public JournalSetup(Disk disk, LastResort lastResort) {
        this.disk = disk;
        this.lastResort = lastResort;
    }

    Disk disk() {
        return disk;
    }

    LastResort lastResort() {
        return lastResort;
    }
}
