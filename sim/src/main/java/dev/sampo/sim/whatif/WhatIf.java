package dev.sampo.sim.whatif;

import java.nio.file.Path;

/** Asks what schedule a workload would get, without running it. */
public final class WhatIf {
    private WhatIf() {}

    /** Throws {@link InvalidWhatIf} for a file that is no valid workload. */
    public static Schedule run(Path workload, Question question) {
        return run(WorkloadFile.read(workload), question);
    }

    static Schedule run(Workload workload, Question question) {
        return new PeacefulWorld(workload, question).run();
    }
}
