package dev.sampo.sim.check;

import dev.sampo.job.JobId;
import dev.sampo.worker.Action;

/** Which task of which graph of a job made something: the same for every attempt at it, and in every fork of the job. */
record Maker(JobId job, String graph, int blueprintTask, int element) {
    Maker {
        job = new JobId(job.root());
    }

    static Maker of(Action.Run run) {
        return new Maker(run.attempt().job(), run.blueprint().name(), run.blueprintTask(), run.element());
    }
}
