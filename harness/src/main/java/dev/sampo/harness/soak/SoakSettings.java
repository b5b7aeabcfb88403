package dev.sampo.harness.soak;

import com.typesafe.config.Config;
import dev.sampo.harness.history.Entry.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;

/**
 * One soak.
 *
 * @param length of the load; the start before it and the checks after it come on top
 * @param faults the kinds that may be drawn
 * @param journal a home of the journal, as {@code sampo.journal.home} has it
 * @param base what the nodes' settings fall back to
 * @param directory for the histories and the nodes' data and output
 * @param keep whether it is kept even if nothing was wrong
 */
public record SoakSettings(
        Duration length,
        int nodes,
        long seed,
        Set<Kind> faults,
        String journal,
        Config base,
        Path directory,
        boolean keep) {

    /** What can be drawn. */
    public static final Set<Kind> FAULTS =
            Collections.unmodifiableSet(EnumSet.of(Kind.KILL, Kind.PAUSE, Kind.PARTITION, Kind.CUT, Kind.DRAIN));

    /** Histories and nothing else are here. */
    Path histories() {
        return directory.resolve("history");
    }

    /** In a short soak everything is shorter, so that each kind of fault comes up, and there is half the load. */
    boolean isShort() {
        return length.compareTo(Duration.ofMinutes(3)) < 0;
    }

    /** Whether the facts are not in the nodes' own directories. */
    boolean isElsewhere() {
        return journal.equals("postgresql");
    }

    boolean isLocal() {
        return journal.equals("local");
    }
}
