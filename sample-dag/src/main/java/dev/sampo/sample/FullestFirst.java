package dev.sampo.sample;

import dev.sampo.placement.Candidate;
import dev.sampo.placement.Placer;
import dev.sampo.placement.ReadyTask;

/**
 * A placer of one's own: of the nodes on which a task starts at once, the one with the most to do, so that others become
 * empty and can be switched off. Listed in {@code META-INF/services/dev.sampo.placement.Placer}.
 */
public final class FullestFirst implements Placer {
    @Override
    public String name() {
        return "fullest-first";
    }

    @Override
    public double score(ReadyTask task, Candidate candidate) {
        return candidate.load();
    }

    @Override
    public String about(Candidate candidate) {
        return Math.round(candidate.load() * 100) + " % full";
    }
}
