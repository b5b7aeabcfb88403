package dev.sampo.sim.check;

import dev.sampo.job.Fact;
import dev.sampo.job.JobEvent;
import dev.sampo.job.JobId;
import dev.sampo.job.Ledger;
import dev.sampo.job.NodeId;
import dev.sampo.job.Outcome;
import dev.sampo.link.Orders;
import dev.sampo.link.Report;
import dev.sampo.planning.Answer;
import dev.sampo.planning.Input;
import dev.sampo.planning.Plan;
import dev.sampo.planning.PlannerSettings;
import dev.sampo.resource.Equipment;
import dev.sampo.worker.Action;
import java.util.List;
import java.util.Optional;

/** Sees everything in a world at once, as nobody in it can, and holds every invariant against it after every event. */
public final class Observer {
    private final JournalPicture[] journals;
    private final Makings makings = new Makings();
    private final ReasonsOutliveSchedulers reasons;
    private final Witness[] witnesses;

    /** @param settings of the planners */
    public Observer(int partitions, PlannerSettings settings, Tally tally) {
        journals = new JournalPicture[partitions];
        for (int i = 0; i < partitions; i++) {
            journals[i] = new JournalPicture();
        }
        reasons = new ReasonsOutliveSchedulers(tally);
        witnesses = new Witness[] {
            new NeverOverCapacity(),
            new ItemsAreHeldOnce(tally),
            new OnlyWhereItMay(),
            new HoldsWhatItAskedFor(tally),
            new CompanyIsKept(tally),
            new TwoAtMost(tally),
            new AnAttemptStartsOnce(),
            new InputsAreWhatTheirTasksMade(makings),
            new SuccessesAreReal(makings, journals),
            new FinalStatesNeverChange(),
            new NoDispatchAfterSuccess(journals),
            new AnswersAreDurable(journals),
            new AnswersNeverStepBack(),
            new LedgerEqualsItsReplay(),
            new CancelIsFinal(journals),
            new PausesHold(tally),
            new ForcedBreakersHold(tally),
            new ForksReuseWhatWasMade(journals, tally),
            new StaleOrdersAreVoid(tally),
            new LossesHaveCauses(),
            new PoisonIsProven(),
            new JobsEndAsTheyShould(tally),
            new FailuresAreCovered(makings, tally),
            new NoTryBeforeItsTime(journals, tally),
            new TermsOnlyRise(partitions),
            new NothingIsLeftRunning(),
            new SteppingInIsTheLastResort(settings.fallbackAfterMillis()),
            reasons,
            new EveryPlacementIsExplained(reasons, tally),
            new NoMoreOpenThanMay(settings, journals, tally),
            new NobodyIsPassedForEver(settings.overdueMillis(), tally),
        };
    }

    public void equipped(NodeId node, long incarnation, Equipment equipment) {
        for (Witness witness : witnesses) {
            witness.equipped(node, incarnation, equipment);
        }
    }

    public void nodeDied(NodeId node, long incarnation) {
        for (Witness witness : witnesses) {
            witness.nodeDied(node, incarnation);
        }
    }

    public void nodeGivenUp(int partition, NodeId node, long incarnation) {
        for (Witness witness : witnesses) {
            witness.nodeGivenUp(partition, node, incarnation);
        }
    }

    /** The node's worker says that it holds nothing and that nobody needs anything of it. */
    public void drained(NodeId node, long incarnation) {
        for (Witness witness : witnesses) {
            witness.drained(node, incarnation);
        }
    }

    /** A value could not be had from the node for so long that it was given up. */
    public void unreachable(NodeId node) {
        for (Witness witness : witnesses) {
            witness.unreachable(node);
        }
    }

    public void started(Start start) {
        for (Witness witness : witnesses) {
            witness.started(start);
        }
    }

    /** A body ends well: gives the stamp for its value. */
    public int made(Action.Run run) {
        return makings.add(run).stamp();
    }

    /** A body ends with what no honest one would have made: gives the stamp for its value. */
    public int lied(Action.Run run) {
        return makings.lie(run).stamp();
    }

    public void grew(Action.Run run, String graph) {
        makings.grew(run, graph);
    }

    public void ended(Start start, Outcome outcome) {
        for (Witness witness : witnesses) {
            witness.ended(start, outcome);
        }
    }

    public void ordered(NodeId node, long incarnation, Orders orders) {
        for (Witness witness : witnesses) {
            witness.ordered(node, incarnation, orders);
        }
    }

    public void sent(Plan.Letter letter) {
        for (Witness witness : witnesses) {
            witness.sent(letter);
        }
    }

    public void submitted(JobId job, Optional<NodeId> fallback) {
        for (Witness witness : witnesses) {
            witness.submitted(job, fallback);
        }
    }

    /** What to ask a planner that has decided this, at the beginning of its next step. */
    public List<Input> questions(int partition, long term, Plan plan) {
        List<Input> questions = EveryPlacementIsExplained.questions(plan);
        questions.addAll(reasons.questions(partition, term, plan));
        return questions;
    }

    /** Whether an answer is to one of these questions, and nobody's business. */
    public static boolean isOwn(Plan.Reply reply) {
        return EveryPlacementIsExplained.isOwn(reply) || ReasonsOutliveSchedulers.isOwn(reply);
    }

    public void stepped(int planner, long at, List<Input> inputs, Plan plan) {
        for (Witness witness : witnesses) {
            witness.stepped(planner, at, inputs, plan);
        }
    }

    public void tookOver(int partition, long term, Ledger ledger) {
        for (Witness witness : witnesses) {
            witness.tookOver(partition, term, ledger);
        }
    }

    public void told(int partition, long term, Report report) {
        for (Witness witness : witnesses) {
            witness.told(partition, term, report);
        }
    }

    public void decided(int partition, long term, List<Fact> facts) {
        for (Witness witness : witnesses) {
            witness.decided(partition, term, facts);
        }
    }

    public void believes(int partition, Ledger ledger, List<Fact> facts) {
        for (Witness witness : witnesses) {
            witness.believes(partition, ledger, facts);
        }
    }

    public void written(int partition, Fact fact) {
        JournalPicture journal = journals[partition];
        JobPicture job = fact instanceof JobEvent event ? journal.job(event.job()) : null;
        for (Witness witness : witnesses) {
            witness.writing(partition, fact, job);
        }
        journal.write(fact);
    }

    public void durable(int partition, int facts) {
        journals[partition].durable(facts);
    }

    public void cut(int partition, int facts) {
        journals[partition].cut(facts);
        for (Witness witness : witnesses) {
            witness.cut(partition, journals[partition]);
        }
    }

    public void answered(int partition, long decidedAt, long at, Answer answer) {
        for (Witness witness : witnesses) {
            witness.answered(partition, decidedAt, at, answer);
        }
    }

    public void healed(long at) {
        for (Witness witness : witnesses) {
            witness.healed(at);
        }
    }

    public void finished(long at) {
        for (Witness witness : witnesses) {
            witness.finished(at);
        }
    }

    /** The durable facts of a partition: what a client that asks for ever must end up knowing. */
    public List<Fact> durableFacts(int partition) {
        return journals[partition].durableFacts();
    }

    public boolean knows(int partition, JobId job) {
        return journals[partition].job(job) != null;
    }
}
