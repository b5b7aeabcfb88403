package dev.sampo.sim.check;

import dev.sampo.job.Fact;
import dev.sampo.job.JobEvent;
import dev.sampo.job.JobId;
import dev.sampo.job.JobStatus;
import dev.sampo.planning.Answer;
import dev.sampo.planning.Input;
import dev.sampo.planning.Plan;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A planner that has paused a job gives out nothing of it until it is resumed. Once the pause is acknowledged no node that may hear
 * of it begins anything, whoever serves the partition, beyond the time an order takes to arrive.
 */
final class PausesHold extends Witness {
    private record Held(int planner, JobId job) {}

    private final Tally tally;
    private final Set<Held> held = new HashSet<>();
    private final Stopped stopped = new Stopped();
    private final NewAssigns assigns = new NewAssigns();

    PausesHold(Tally tally) {
        this.tally = tally;
    }

    @Override
    void stepped(int planner, long at, List<Input> inputs, Plan plan) {
        plan.facts().forEach(fact -> note(planner, fact));
        assigns.in(plan, (node, assign) -> {
            if (held.contains(new Held(planner, assign.job()))) {
                throw violated(assign.job(), assign.tasks()[0], "given to " + node + " while it is paused");
            }
        });
    }

    private void note(int planner, Fact fact) {
        if (fact instanceof JobEvent.JobPaused paused) {
            held.add(new Held(planner, paused.job()));
        } else if (fact instanceof JobEvent.JobResumed resumed) {
            tally.hit(Sometimes.RESUMED);
            stopped.goesOn(resumed.job());
            held.remove(new Held(planner, resumed.job()));
        } else if (fact instanceof JobEvent.JobForgotten || fact instanceof JobEvent.JobEnded) {
            stopped.goesOn(((JobEvent) fact).job());
            held.remove(new Held(planner, ((JobEvent) fact).job()));
        }
    }

    @Override
    void answered(int partition, long decidedAt, long at, Answer answer) {
        if (answer instanceof Answer.Steered steered && steered.status() == JobStatus.PAUSED) {
            stopped.acknowledged(steered.job(), at);
        }
    }

    @Override
    void healed(long at) {
        stopped.healed(at);
    }

    @Override
    void started(Start start) {
        stopped.check(start, this);
    }
}
