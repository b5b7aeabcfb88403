package dev.sampo.sim.world;

import dev.sampo.job.Attempt;
import dev.sampo.job.Fact;
import dev.sampo.job.Failure;
import dev.sampo.job.JobEvent;
import dev.sampo.job.JobLedger;
import dev.sampo.job.JobStatus;
import dev.sampo.job.Ledger;
import dev.sampo.job.Outcome;
import dev.sampo.job.Value;
import dev.sampo.link.Report;
import dev.sampo.planning.Input;
import dev.sampo.planning.Plan;
import dev.sampo.sim.body.Stamp;
import dev.sampo.sim.check.Sometimes;
import dev.sampo.sim.check.Tally;
import java.util.List;

/** Recognises the interesting situations in what a planner is told and what it decides. */
final class Sightings {
    private final Tally tally;

    Sightings(Tally tally) {
        this.tally = tally;
    }

    void stepped(List<Input> inputs, Plan plan, Ledger ledger) {
        for (Fact fact : plan.facts()) {
            decided(fact);
            locally(fact, ledger);
        }
        for (Input input : inputs) {
            if (input instanceof Input.Reported reported) {
                told(reported.report(), ledger);
            }
        }
    }

    private void decided(Fact fact) {
        if (fact instanceof JobEvent.AttemptFailed failed) {
            tally.hit(Sometimes.POISONED, failed.failure().kind() == Failure.Kind.POISON);
            boolean isAgain = failed.retryAt() != JobEvent.AttemptFailed.NO_RETRY;
            boolean isLate = failed.failure().kind() == Failure.Kind.TIMED_OUT;
            tally.hit(isLate ? Sometimes.TIMED_OUT : Sometimes.RETRIED_AFTER_FAILURE, isLate || isAgain);
        } else if (fact instanceof JobEvent.AttemptLost) {
            tally.hit(Sometimes.RETRIED_AFTER_LOST_NODE);
        } else if (fact instanceof JobEvent.ValueMoved) {
            tally.hit(Sometimes.VALUE_MOVED);
        } else if (fact instanceof JobEvent.AloneBegun) {
            tally.hit(Sometimes.RAN_ALONE);
        } else if (fact instanceof JobEvent.ValueLost) {
            tally.hit(Sometimes.VALUE_LOST_AND_MADE_AGAIN);
        } else if (fact instanceof JobEvent.JobEnded ended) {
            tally.hit(Sometimes.JOB_FAILED, ended.status() == JobStatus.FAILED);
        }
    }

    private void locally(Fact fact, Ledger ledger) {
        JobLedger job = fact instanceof JobEvent.TaskSucceeded done ? ledger.job(done.job()) : null;
        if (job != null && job.fallback().node().isPresent()) {
            boolean isHere = job.fallback().isAt(((JobEvent.TaskSucceeded) fact).node());
            tally.hit(Sometimes.RAN_WHERE_SUBMITTED, isHere);
            tally.hit(Sometimes.WORKER_CAME_AFTER_ALL, !isHere && job.fallback().tasks() > 0);
        }
    }

    private void told(Report report, Ledger ledger) {
        for (Report.Ended ended : report.ended()) {
            tally.hit(Sometimes.SUCCESSOR_ADOPTED, ended.adopted().length > 0);
            tally.hit(Sometimes.STALE_OUTCOME_REFUSED, isOtherThanKnown(ended, ledger));
        }
        if (report.greeting().isPresent()) {
            for (Report.Holding holding : report.greeting().get().held()) {
                Attempt attempt = holding.attempt();
                boolean isOfThisTerm =
                        attempt.fence().term() == report.session().term();
                tally.hit(
                        Sometimes.CHOICE_KNOWN_AFTER_TAKEOVER,
                        !isOfThisTerm && holding.needs().isPresent());
                tally.hit(isOfThisTerm ? Sometimes.RECONCILED_AFTER_FALSE_SUSPICION : Sometimes.ADOPTED_AFTER_TAKEOVER);
            }
        }
    }

    private static boolean isOtherThanKnown(Report.Ended ended, Ledger ledger) {
        JobLedger job = ledger.job(ended.attempt().job());
        if (job == null
                || ended.attempt().task() >= job.size()
                || !(ended.outcome() instanceof Outcome.Succeeded made)) {
            return false;
        }
        Value known = job.value(ended.attempt().task());
        return known != null && Stamp.of(known) != Stamp.of(made.value());
    }
}
