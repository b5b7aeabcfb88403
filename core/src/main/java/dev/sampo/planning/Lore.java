package dev.sampo.planning;

import dev.sampo.job.Experience;
import dev.sampo.job.Fact;
import dev.sampo.job.NodeId;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the scheduler of one partition has learned that those of others may go by: all of it anew each time, as far as there is room.
 *
 * @param number rises in the term whenever there is something new
 * @param outvoted nodes that made something else of a task than enough others
 * @param kinds what tasks have shown, by kind
 */
public record Lore(int partition, long term, long number, List<NodeId> outvoted, Fact.Experienced kinds) {
    static final int NODES_MAX = 1_000;
    static final int KINDS_MAX = 256;
    /** Of names of kinds. */
    static final int CHARS_MAX = 16 * 1024;

    public Lore {
        outvoted = List.copyOf(outvoted);
    }

    static Lore none(int partition) {
        return new Lore(partition, 0, 0, List.of(), new Fact.Experienced(List.of()));
    }

    private record Shown(String dag, String kind, Experience.Lesson lesson) {}

    /** Whether it says the same of what tasks have died of. */
    boolean teachesTheSameAs(Lore other) {
        return lessons().equals(other.lessons());
    }

    private Set<Shown> lessons() {
        return kinds.kinds().stream()
                .filter(kind -> !kind.lesson().equals(Experience.Lesson.NONE))
                .map(kind -> new Shown(kind.dag(), kind.name(), kind.lesson()))
                .collect(Collectors.toSet());
    }

    boolean isAfter(Lore other) {
        return term > other.term || term == other.term && number > other.number;
    }
}
