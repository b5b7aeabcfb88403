package dev.sampo.sim.world;

import dev.sampo.sim.time.Chance;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What happened, as a hash to compare runs by and, when asked for, as lines to read. */
final class Transcript {
    private final boolean isKept;
    private final List<String> lines = new ArrayList<>();
    private long hash;

    Transcript(boolean isKept) {
        this.isKept = isKept;
    }

    void note(long now, String what, long who, long detail, Supplier<String> text) {
        hash = Chance.mixed(hash ^ now * 31 + what.hashCode() + who * 1_000_003 + detail * 8_191);
        if (isKept) {
            lines.add(String.format("%6d %-9s %s", now, what, text.get()));
        }
    }

    long hash() {
        return hash;
    }

    List<String> lines() {
        return lines;
    }
}
