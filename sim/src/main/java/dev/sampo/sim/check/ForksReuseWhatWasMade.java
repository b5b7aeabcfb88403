package dev.sampo.sim.check;

import dev.sampo.dag.Blueprint;
import dev.sampo.job.Fact;
import dev.sampo.job.JobEvent;
import dev.sampo.job.JobId;
import dev.sampo.job.JobStatus;
import dev.sampo.job.Origin;
import dev.sampo.sim.body.Stamp;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What a fork takes from its source is a value which that made, and none of a task that is to run again, nor of one that depends on
 * such a task. A fork that succeeds has run each of those.
 */
final class ForksReuseWhatWasMade extends Witness {
    private final JournalPicture[] journals;
    private final Tally tally;
    private final Map<JobId, Origin> origins = new HashMap<>();

    ForksReuseWhatWasMade(JournalPicture[] journals, Tally tally) {
        this.journals = journals;
        this.tally = tally;
    }

    @Override
    void writing(int partition, Fact fact, JobPicture job) {
        if (fact instanceof JobEvent.JobAccepted accepted) {
            accepted.options().origin().ifPresent(origin -> origins.put(accepted.job(), origin));
        } else if (fact instanceof JobEvent.TaskInherited inherited) {
            check(partition, inherited, job);
        } else if (fact instanceof JobEvent.JobEnded ended
                && ended.status() == JobStatus.SUCCEEDED
                && origins.containsKey(ended.job())) {
            tally.hit(Sometimes.FORK_SUCCEEDED);
            requireRun(job, ended.job());
        }
    }

    private void check(int partition, JobEvent.TaskInherited inherited, JobPicture job) {
        tally.hit(Sometimes.VALUE_INHERITED);
        JobPicture source = journals[partition].job(inherited.source());
        boolean isWithout = inherited.value().isAbsent();
        if (isWithout && (source == null || Endings.of(source).ended(inherited.task()) == Endings.Ending.WITH_VALUE)) {
            throw violated(inherited.job(), inherited.task(), inherited + ", but its source has a value of it");
        }
        boolean wasMade = isWithout
                || source != null
                        && source.tasks.values().stream()
                                .flatMap(task -> task.values.stream())
                                .anyMatch(value -> Stamp.of(value) == Stamp.of(inherited.value()));
        if (!wasMade) {
            throw violated(inherited.job(), inherited.task(), inherited + " is no value of its source");
        }
        boolean isOfGraph = inherited.task() < job.blueprint.size();
        if (isOfGraph && runsAgain(job.blueprint, origins.get(inherited.job()).again())[inherited.task()]) {
            throw violated(inherited.job(), inherited.task(), inherited + ", but it is to run again");
        }
    }

    private void requireRun(JobPicture job, JobId id) {
        boolean[] again = runsAgain(job.blueprint, origins.get(id).again());
        for (int task = 0; task < again.length; task++) {
            JobPicture.Task known = job.known(task);
            boolean hasRun = known != null && (known.lastNumber > 0 || known.isGrown);
            boolean mayBeLeftOut = !hasRun && Endings.of(job).mayBeLeftOut(task);
            if (again[task] && job.blueprint.kind(task) == Blueprint.Kind.TASK && !hasRun && !mayBeLeftOut) {
                throw violated(id, task, "the fork succeeded, but this task did not run again");
            }
        }
    }

    private static boolean[] runsAgain(Blueprint graph, List<String> names) {
        var again = new boolean[graph.size()];
        for (int task = 0; task < again.length; task++) {
            again[task] |= names.contains(graph.taskName(task));
            for (int i = 0; again[task] && i < graph.successorCount(task); i++) {
                again[graph.successor(task, i)] = true;
            }
        }
        return again;
    }
}
