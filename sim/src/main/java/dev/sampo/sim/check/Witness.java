package dev.sampo.sim.check;

import dev.sampo.job.Fact;
import dev.sampo.job.JobId;
import dev.sampo.job.Ledger;
import dev.sampo.job.NodeId;
import dev.sampo.job.Outcome;
import dev.sampo.link.Orders;
import dev.sampo.link.Report;
import dev.sampo.planning.Answer;
import dev.sampo.planning.Input;
import dev.sampo.planning.Plan;
import dev.sampo.resource.Equipment;
import java.util.List;
import java.util.Optional;

/** Sees everything that happens in a world. An invariant overrides what it needs to see and calls {@link #violated}. */
abstract class Witness {

    /** A process of the node begins with this, or has this from now on. */
    void equipped(NodeId node, long incarnation, Equipment equipment) {}

    void nodeDied(NodeId node, long incarnation) {}

    /** A partition is told that the node is lost, rightly or wrongly. */
    void nodeGivenUp(int partition, NodeId node, long incarnation) {}

    void drained(NodeId node, long incarnation) {}

    void unreachable(NodeId node) {}

    void started(Start start) {}

    /** A body ended, or its process learned that it was abandoned. */
    void ended(Start start, Outcome outcome) {}

    /** Orders reach the process they are meant for. */
    void ordered(NodeId node, long incarnation, Orders orders) {}

    /** Orders leave the partition's process. */
    void sent(Plan.Letter letter) {}

    /** A client submits the job, perhaps again, and perhaps to run on that node when no worker is there. */
    void submitted(JobId job, Optional<NodeId> fallback) {}

    /** A planner, known by a number of its own, was told this and decided that. */
    void stepped(int planner, long at, List<Input> inputs, Plan plan) {}

    /** A planner has taken the partition over. */
    void tookOver(int partition, long term, Ledger ledger) {}

    /** A report has reached a serving planner. */
    void told(int partition, long term, Report report) {}

    /** A planner has decided these facts; they are on their way to the store. */
    void decided(int partition, long term, List<Fact> facts) {}

    /** What a serving planner believes, from time to time. */
    void believes(int partition, Ledger ledger, List<Fact> facts) {}

    /** A fact is about to be written; {@code job} is as it was before, null for facts of no known job. */
    void writing(int partition, Fact fact, JobPicture job) {}

    /** The store lost the end of what was written. */
    void cut(int partition, JournalPicture journal) {}

    /** An answer is released that was decided at {@code decidedAt}. */
    void answered(int partition, long decidedAt, long at, Answer answer) {}

    /** Faults are over: from now on everything must go right in the end. */
    void healed(long at) {}

    /** The end: every client has heard, or time is up. */
    void finished(long at) {}

    final Violation violated(JobId job, int task, String what) {
        return new Violation(getClass().getSimpleName(), job, task, what);
    }

    final Violation violated(String what) {
        return violated(null, Violation.NO_TASK, what);
    }
}
