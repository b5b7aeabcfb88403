package dev.sampo.sim.whatif;

import java.nio.file.Path;

/** Asks what schedule a workload would get, without running it. */
public final class WhatIf {
    private WhatIf() {}

    /** Throws {@link InvalidWhatIf} for a file that is no valid workload. */
    public static Schedule run(Path workload, Question question) {
        return run(read(workload), question);
    }

    /** Throws {@link InvalidWhatIf} for a file that is no valid workload. */
    public static Workload read(Path workload) {
        return WorkloadFile.read(workload);
    }

    public static Schedule run(Workload workload, Question question) {
        return new PeacefulWorld(workload, question).run();
    }
}
