package dev.sampo.sim.whatif;

import java.nio.file.Path;

/** Asks what schedule a workload would get, without running it. */
public final class WhatIf {
    private WhatIf() {}

    /** Throws {@link InvalidWhatIf} for an unknown policy and for a file that is no valid workload. */
    public static Schedule run(Path workload, String policy, Estimates estimates) {
        Policy chosen = Policy.named(policy);
        return run(WorkloadFile.read(workload), chosen, estimates);
    }

    static Schedule run(Workload workload, Policy policy, Estimates estimates) {
        return new PeacefulWorld(workload, policy, estimates).run();
    }
}
