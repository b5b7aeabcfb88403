package dev.sampo.journal;

import dev.sampo.journal.log.Disk;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.actor.setup.Setup;

/** Replaces the disk and the last resort of an actor system's journals; for tests of what a failing disk does. */
public final class JournalSetup extends Setup {

    private final Disk disk;
    private final LastResort lastResort;

    public JournalSetup(Disk disk, LastResort lastResort) {
        this.disk = disk;
        this.lastResort = lastResort;
    }

    /** The one the actor system was made with, or the real disk and the end of the process. */
    public static JournalSetup of(ActorSystem system) {
        return system.settings()
                .setup()
                .get(JournalSetup.class)
                .orElseGet(() -> new JournalSetup(Disk.real(), LastResort.halt()));
    }

    public Disk disk() {
        return disk;
    }

    public LastResort lastResort() {
        return lastResort;
    }
}
