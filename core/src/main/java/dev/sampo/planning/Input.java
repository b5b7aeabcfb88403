package dev.sampo.planning;

import dev.sampo.dag.Blueprint;
import dev.sampo.job.BreakerName;
import dev.sampo.job.JobId;
import dev.sampo.job.JobOptions;
import dev.sampo.job.NodeId;
import dev.sampo.link.Availability;
import dev.sampo.link.Report;
import dev.sampo.lookahead.Timetable;
import dev.sampo.resilience.Forced;
import dev.sampo.resource.Resources;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Everything that can happen to a planner; time is the other argument of its step. */
public sealed interface Input {

    /** A question or request of a client; its answer carries the same {@code ticket}. */
    sealed interface Request extends Input {
        long ticket();
    }

    /** What another partition asks; it has no ticket before it arrives. */
    sealed interface OfPartition extends Request {
        long NONE = -1;

        OfPartition withTicket(long given);
    }

    /** @param jar the bytes of the jar that its blueprint names, if it has to bring them; else none */
    record Submit(long ticket, JobId job, Blueprint blueprint, JobOptions options, byte[] jar) implements Request {
        private static final byte[] NO_JAR = {};

        public Submit(long ticket, JobId job, Blueprint blueprint, JobOptions options) {
            this(ticket, job, blueprint, options, NO_JAR);
        }

        @Override
        public String toString() {
            return "Submit[ticket=" + ticket + ", job=" + job + ", blueprint=" + blueprint + ", options=" + options
                    + (jar.length == 0 ? "]" : ", with a jar of " + jar.length + " bytes]");
        }

        public Submit with(byte[] itsJar) {
            return new Submit(ticket, job, blueprint, options, itsJar);
        }
    }

    record Cancel(long ticket, JobId job, String reason) implements Request {}

    /** Nothing of the job is to begin until it is resumed. */
    record Pause(long ticket, JobId job) implements Request {}

    record Resume(long ticket, JobId job) implements Request {}

    record AskStatus(long ticket, JobId job) implements Request {}

    record AskJobs(long ticket) implements Request {}

    /** Answered when the task is final, or the job is. */
    record AwaitTask(long ticket, JobId job, int task) implements Request {}

    /** Answered when the job is final. */
    record AwaitJob(long ticket, JobId job) implements Request {}

    /** Values of a stretch of finished tasks, to collect the elements of an {@code each} page by page. */
    record AskValues(long ticket, JobId job, int firstTask, int count) implements Request {}

    /** Answered as soon as there are events from {@code fromSequence} on, at most {@code max} of them. */
    record AskEvents(long ticket, JobId job, long fromSequence, int max) implements Request {}

    record AskExplanation(long ticket, JobId job, int task) implements Request {}

    /** Tasks of a job, in the order of their numbers from {@code from} on, at most {@code max} of them. */
    record AskTasks(long ticket, JobId job, TaskQuery query, int from, int max) implements Request {}

    /** Makes a fork of a job, of the same Dag, that runs these tasks and all that depends on them again. */
    record Rerun(long ticket, JobId job, JobId fork, List<String> again) implements Request {
        public Rerun {
            again = List.copyOf(again);
        }
    }

    /**
     * Answered with at most so many, in the order of their names.
     *
     * @param from the first, if there is something to say of it; empty for the first of all
     */
    record AskBreakers(long ticket, Optional<BreakerName> from, int max) implements Request {}

    /** @param by the node through which it is said */
    record ForceBreaker(long ticket, BreakerName breaker, Forced.To to, String by, String why) implements Request {}

    /** Why the job as a whole is where it is, and when it will be done. */
    record AskJobExplanation(long ticket, JobId job) implements Request {}

    /**
     * A partition would like to hold more of a limit that the one asked owns. Answered when it may, or when this is no longer what
     * it says.
     */
    record Claim(long ticket, Stake stake) implements OfPartition {
        @Override
        public Claim withTicket(long given) {
            return new Claim(given, stake);
        }
    }

    /**
     * The owner of a limit wants to know what the one asked may hold of it, and has it give back what it does not hold.
     *
     * @param isAtOnce whether to answer at once, or as soon as there is something to give back: others wait for it
     */
    record Recount(long ticket, String key, long ownerTerm, boolean isAtOnce) implements OfPartition {
        @Override
        public Recount withTicket(long given) {
            return new Recount(given, key, ownerTerm, isAtOnce);
        }
    }

    /** A partition says what it has learned. Answered with what is known of that. */
    record Learned(long ticket, Lore lore) implements OfPartition {
        @Override
        public Learned withTicket(long given) {
            return new Learned(given, lore);
        }
    }

    /** What another partition has answered to a {@link Plan.Call}. */
    record Told(Answer answer) implements Input {}

    /** The client is gone or no longer waits: forget its ticket. */
    record Withdraw(long ticket) implements Input {}

    /**
     * A node is there, or its capacity, its labels or what it takes on changed.
     *
     * @param isWorker a node that is none runs only what was submitted there, and only when no worker is there
     * @param turn counts how often what it takes on changed: word of an earlier turn may come late
     */
    record NodeSeen(
            NodeId node,
            long incarnation,
            Resources capacity,
            Map<String, String> labels,
            boolean isWorker,
            Availability availability,
            long turn)
            implements Input {
        public NodeSeen(NodeId node, long incarnation, Resources capacity, Map<String, String> labels) {
            this(node, incarnation, capacity, labels, true, Availability.ACTIVE, 0);
        }
    }

    /** So many nodes are there of which nobody has said yet what they have. */
    record NodesUnknown(int count) implements Input {}

    /** A node may be dead: what it held of this partition runs elsewhere at once. If it lives it is seen again. */
    record NodeSuspected(NodeId node, long incarnation) implements Input {}

    /** A node's process is gone for certain, and with it everything it held of this partition. */
    record NodeLost(NodeId node, long incarnation) implements Input {}

    record Reported(Report report) implements Input {}

    /** The journal has every fact up to and including this one on stable storage. */
    record Durable(long facts) implements Input {}

    /** What a search for a timetable has found; one that nobody waits for any more changes nothing. */
    record Found(JobId job, long search, Timetable timetable) implements Input {}

    /** The time asked for has come; nothing else happened. */
    record Tick() implements Input {}
}
