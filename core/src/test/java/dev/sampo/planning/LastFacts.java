package dev.sampo.planning;

import dev.sampo.job.Fact;
import java.util.List;

/** How many facts of a journal the last few things that happened are; why tasks are where they are is nothing that happens. */
final class LastFacts {
    private LastFacts() {}

    static int of(List<Fact> journal, int things) {
        int from = journal.size();
        for (int left = things; left > 0; from--) {
            left -= journal.get(from - 1) instanceof Fact.Placed ? 0 : 1;
        }
        return journal.size() - from;
    }
}
