package dev.sampo.sim.check;

import dev.sampo.job.Fact;
import dev.sampo.job.JobEvent;
import dev.sampo.job.JobLedger;
import dev.sampo.job.Ledger;
import dev.sampo.job.TaskState;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;

/**
 * What a serving planner believes is what its facts say: folding them anew gives the same ledger, and so does folding
 * the ledger's own checkpoint.
 */
final class LedgerEqualsItsReplay extends Witness {

    @Override
    void believes(int partition, Ledger ledger, List<Fact> facts) {
        var replayed = new Ledger();
        replayed.replay(facts, facts.size());
        compare("its facts", ledger, replayed);
        compare("its checkpoint", ledger, Ledger.restore(ledger.facts(), ledger.factCount()));
    }

    private void compare(String source, Ledger ledger, Ledger other) {
        if (ledger.term() != other.term()
                || ledger.jobs().size() != other.jobs().size()) {
            throw violated("term " + ledger.term() + " and " + ledger.jobs().size() + " jobs, but " + source + " give "
                    + other.term() + " and " + other.jobs().size());
        }
        if (!ledger.experience().fact().equals(other.experience().fact())) {
            throw violated(ledger.experience().fact() + ", but " + source + " give "
                    + other.experience().fact());
        }
        if (!reasons(ledger).equals(reasons(other))) {
            throw violated("why tasks are where they are is not what " + source + " say of it");
        }
        for (JobLedger job : ledger.jobs()) {
            JobLedger same = other.job(job.id());
            if (same == null) {
                throw violated(job.id(), Violation.NO_TASK, "not in " + source);
            }
            compare(source, job, same);
            compareCounts(job);
        }
    }

    private void compareCounts(JobLedger job) {
        var counts = new EnumMap<TaskState, Integer>(TaskState.class);
        for (int task = 0; task < job.size(); task++) {
            counts.merge(job.state(task), 1, Integer::sum);
        }
        for (TaskState state : EnumSet.complementOf(EnumSet.of(TaskState.BLOCKED))) {
            if (job.count(state) != counts.getOrDefault(state, 0)) {
                throw violated(
                        job.id(), Violation.NO_TASK, job.count(state) + " counted as " + state + ", but " + counts);
            }
        }
    }

    private void compare(String source, JobLedger job, JobLedger same) {
        if (job.status() != same.status() || job.size() != same.size() || job.unfinished() != same.unfinished()) {
            throw violated(
                    job.id(),
                    Violation.NO_TASK,
                    job.status() + ", " + job.unfinished() + " of " + job.size() + " unfinished, but " + source
                            + " give " + same.status() + ", " + same.unfinished() + " of " + same.size());
        }
        if (!events(job).equals(events(same))) {
            throw violated(
                    job.id(), Violation.NO_TASK, events(job) + " differ from those of " + source + ": " + events(same));
        }
        for (int task = 0; task < job.size(); task++) {
            if (job.state(task).isFinal() != same.state(task).isFinal()
                    || job.failures(task) != same.failures(task)
                    || job.losses(task) != same.losses(task)
                    || job.tries().firstAt(task, 0) != same.tries().firstAt(task, 0)
                    || job.tries().lastWait(task) != same.tries().lastWait(task)
                    || !java.util.Objects.equals(job.value(task), same.value(task))) {
                throw violated(
                        job.id(), task, "it is " + job.state(task) + ", but " + source + " give " + same.state(task));
            }
        }
    }

    private static List<Fact> reasons(Ledger ledger) {
        return ledger.facts().stream().filter(Fact.Placed.class::isInstance).toList();
    }

    private static List<JobEvent> events(JobLedger job) {
        var events = new JobEvent[job.eventCount()];
        for (int i = 0; i < events.length; i++) {
            events[i] = job.event(i);
        }
        return List.of(events);
    }
}
