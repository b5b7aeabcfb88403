package dev.sampo.sim.whatif;

import java.util.List;

/** What a packing came to. */
public record Packed(String policy, int nodes, double gpus, List<Level> levels) {

    /**
     * How things stood at one moment.
     *
     * @param asked what part of all gpus had been asked for by then
     * @param allocated what part of them was in use
     * @param pods how many pods had arrived
     * @param running how many of them ran
     */
    public record Level(double asked, double allocated, int pods, long running) {}

    public Packed {
        levels = List.copyOf(levels);
    }
}
