package dev.sampo.sim.check;

import dev.sampo.job.Fact;
import dev.sampo.job.JobEvent;
import dev.sampo.planning.Answer;
import dev.sampo.planning.PlannerSettings;
import dev.sampo.tenant.TenantSettings;

/** Of no tenant more jobs, or tasks, are unfinished than it may have, in the journals of all partitions together. */
final class NoMoreOpenThanMay extends Witness {
    private final PlannerSettings settings;
    private final JournalPicture[] journals;
    private final Tally tally;

    NoMoreOpenThanMay(PlannerSettings settings, JournalPicture[] journals, Tally tally) {
        this.settings = settings;
        this.journals = journals;
        this.tally = tally;
    }

    @Override
    void writing(int partition, Fact fact, JobPicture job) {
        if (!(fact instanceof JobEvent.JobAccepted accepted) || job != null) {
            return;
        }
        String name = accepted.options().tenant();
        TenantSettings tenant = settings.tenant(name);
        long jobs = 1;
        long tasks = accepted.blueprint().size();
        for (JournalPicture journal : journals) {
            for (JobPicture other : journal.jobs().values()) {
                if (other.endedAt == JobPicture.Task.NEVER && other.tenant.equals(name)) {
                    jobs++;
                    tasks += other.blueprint.size();
                }
            }
        }
        tally.hit(Sometimes.ALL_PLACES_TAKEN, jobs == tenant.openJobsMax());
        if (jobs > tenant.openJobsMax() || tasks > tenant.openTasksMax()) {
            throw violated(
                    accepted.job(),
                    Violation.NO_TASK,
                    "is one of " + jobs + " jobs with " + tasks + " tasks of " + name + ", and " + tenant + " may be");
        }
    }

    @Override
    void answered(int partition, long decidedAt, long at, Answer answer) {
        tally.hit(Sometimes.NO_PLACE_LEFT, answer instanceof Answer.Busy);
    }
}
