package dev.sampo.actors.scheduler;

import dev.sampo.job.Fact;
import dev.sampo.job.JobEvent;
import java.util.List;

/** What a journal has been given since it was cut last: it is to be cut again after so many facts, or bytes of large ones. */
final class SinceCheckpoint {
    static final long BYTES_MAX = 64L << 20;
    private static final long ROUGHLY = 64;

    private long facts;
    private long bytes;

    void add(List<Fact> more) {
        facts += more.size();
        for (Fact fact : more) {
            bytes += ROUGHLY + bytesOf(fact);
        }
    }

    /** Of what may be large. */
    private static long bytesOf(Fact fact) {
        if (fact instanceof Fact.JarPiece piece) {
            return piece.bytes().length;
        } else if (fact instanceof JobEvent.TaskSucceeded succeeded) {
            return succeeded.value().carried();
        } else if (fact instanceof JobEvent.TaskInherited inherited) {
            return inherited.value().carried();
        } else if (fact instanceof JobEvent.JobAccepted accepted) {
            return accepted.blueprint().bytes().length;
        } else if (fact instanceof JobEvent.TasksAdded added) {
            return added.blueprint().bytes().length;
        }
        return 0;
    }

    boolean isDue(long factsMax) {
        return facts >= factsMax || bytes >= BYTES_MAX;
    }

    /** A checkpoint of all so far has been begun. */
    void begun() {
        facts = 0;
        bytes = 0;
    }
}
