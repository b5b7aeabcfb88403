package dev.sampo.planning;

import dev.sampo.job.JobId;
import dev.sampo.lookahead.Lookahead;
import dev.sampo.lookahead.Project;
import java.util.function.LongPredicate;

/** A timetable to look for that takes longer than a step may. */
public record Search(JobId job, long number, Project project, long budgetMillis) {
    private static final long SEED = 20_477;

    /** @param goesOn told how many tasks have been placed, says whether to go on; one list is tried in any case */
    public Input.Found run(LongPredicate goesOn) {
        return new Input.Found(job, number, Lookahead.search(project, SEED, goesOn));
    }
}
