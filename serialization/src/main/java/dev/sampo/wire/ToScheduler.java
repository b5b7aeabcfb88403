package dev.sampo.wire;

import dev.sampo.dag.Blueprint;
import dev.sampo.dag.Digest;
import dev.sampo.job.BreakerName;
import dev.sampo.job.JobId;
import dev.sampo.job.JobOptions;
import dev.sampo.job.NodeId;
import dev.sampo.link.Availability;
import dev.sampo.link.Report;
import dev.sampo.planning.Input;
import dev.sampo.planning.Lore;
import dev.sampo.planning.Stake;
import dev.sampo.planning.TaskQuery;
import dev.sampo.resilience.Forced;
import dev.sampo.resource.Resources;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.pekko.actor.NoSerializationVerificationNeeded;
import org.apache.pekko.actor.typed.ActorRef;

/** What a partition's scheduler can be told. */
public sealed interface ToScheduler extends Wire {

    /** A client's question or request; the partition gives it a ticket and answers {@code replyTo}. */
    sealed interface FromClient extends ToScheduler {
        ActorRef<ToClient> replyTo();

        Input.Request withTicket(long ticket);
    }

    record Submit(JobId job, Blueprint blueprint, JobOptions options, ActorRef<ToClient> replyTo)
            implements FromClient {
        @Override
        public Input.Submit withTicket(long ticket) {
            return new Input.Submit(ticket, job, blueprint, options);
        }
    }

    record Cancel(JobId job, String reason, ActorRef<ToClient> replyTo) implements FromClient {
        @Override
        public Input.Request withTicket(long ticket) {
            return new Input.Cancel(ticket, job, reason);
        }
    }

    record Pause(JobId job, ActorRef<ToClient> replyTo) implements FromClient {
        @Override
        public Input.Request withTicket(long ticket) {
            return new Input.Pause(ticket, job);
        }
    }

    record Resume(JobId job, ActorRef<ToClient> replyTo) implements FromClient {
        @Override
        public Input.Request withTicket(long ticket) {
            return new Input.Resume(ticket, job);
        }
    }

    record AskStatus(JobId job, ActorRef<ToClient> replyTo) implements FromClient {
        @Override
        public Input.Request withTicket(long ticket) {
            return new Input.AskStatus(ticket, job);
        }
    }

    record AskJobs(ActorRef<ToClient> replyTo) implements FromClient {
        @Override
        public Input.Request withTicket(long ticket) {
            return new Input.AskJobs(ticket);
        }
    }

    record AskBreakers(Optional<BreakerName> from, int max, ActorRef<ToClient> replyTo) implements FromClient {
        @Override
        public Input.Request withTicket(long ticket) {
            return new Input.AskBreakers(ticket, from, max);
        }
    }

    record ForceBreaker(BreakerName breaker, Forced.To to, String by, String why, ActorRef<ToClient> replyTo)
            implements FromClient {
        @Override
        public Input.Request withTicket(long ticket) {
            return new Input.ForceBreaker(ticket, breaker, to, by, why);
        }
    }

    record AwaitTask(JobId job, int task, ActorRef<ToClient> replyTo) implements FromClient {
        @Override
        public Input.Request withTicket(long ticket) {
            return new Input.AwaitTask(ticket, job, task);
        }
    }

    record AwaitJob(JobId job, ActorRef<ToClient> replyTo) implements FromClient {
        @Override
        public Input.Request withTicket(long ticket) {
            return new Input.AwaitJob(ticket, job);
        }
    }

    record AskValues(JobId job, int firstTask, int count, ActorRef<ToClient> replyTo) implements FromClient {
        @Override
        public Input.Request withTicket(long ticket) {
            return new Input.AskValues(ticket, job, firstTask, count);
        }
    }

    record AskEvents(JobId job, long fromSequence, int max, ActorRef<ToClient> replyTo) implements FromClient {
        @Override
        public Input.Request withTicket(long ticket) {
            return new Input.AskEvents(ticket, job, fromSequence, max);
        }
    }

    record AskExplanation(JobId job, int task, ActorRef<ToClient> replyTo) implements FromClient {
        @Override
        public Input.Request withTicket(long ticket) {
            return new Input.AskExplanation(ticket, job, task);
        }
    }

    record AskTasks(JobId job, TaskQuery query, int from, int max, ActorRef<ToClient> replyTo) implements FromClient {
        @Override
        public Input.Request withTicket(long ticket) {
            return new Input.AskTasks(ticket, job, query, from, max);
        }
    }

    record Rerun(JobId job, JobId fork, List<String> again, ActorRef<ToClient> replyTo) implements FromClient {
        public Rerun {
            again = List.copyOf(again);
        }

        @Override
        public Input.Request withTicket(long ticket) {
            return new Input.Rerun(ticket, job, fork, again);
        }
    }

    record AskJobExplanation(JobId job, ActorRef<ToClient> replyTo) implements FromClient {
        @Override
        public Input.Request withTicket(long ticket) {
            return new Input.AskJobExplanation(ticket, job);
        }
    }

    /** Another partition would like to hold more of a limit. */
    record Claim(Stake stake, ActorRef<ToClient> replyTo) implements FromClient {
        @Override
        public Input.Request withTicket(long ticket) {
            return new Input.Claim(ticket, stake);
        }
    }

    /** The partition that owns a limit asks what this one holds of it. */
    record Recount(String key, long ownerTerm, boolean isAtOnce, ActorRef<ToClient> replyTo) implements FromClient {
        @Override
        public Input.Request withTicket(long ticket) {
            return new Input.Recount(ticket, key, ownerTerm, isAtOnce);
        }
    }

    /** Another partition says what it has learned. */
    record Learned(Lore lore, ActorRef<ToClient> replyTo) implements FromClient {
        @Override
        public Input.Request withTicket(long ticket) {
            return new Input.Learned(ticket, lore);
        }
    }

    /** What a planner asks of another one, as a message. */
    static FromClient of(Input.OfPartition request, ActorRef<ToClient> replyTo) {
        if (request instanceof Input.Claim claim) {
            return new Claim(claim.stake(), replyTo);
        }
        return request instanceof Input.Learned learned
                ? new Learned(learned.lore(), replyTo)
                : of((Input.Recount) request, replyTo);
    }

    private static Recount of(Input.Recount recount, ActorRef<ToClient> replyTo) {
        return new Recount(recount.key(), recount.ownerTerm(), recount.isAtOnce(), replyTo);
    }

    /** A {@link Submit} that has a jar or is too large for one message: the partition fetches the one and the other from {@code source}. */
    record Offer(
            JobId job,
            Digest blueprint,
            int size,
            JobOptions options,
            ActorRef<FetchBlueprint> source,
            ActorRef<ToClient> replyTo)
            implements ToScheduler {

        /** The submit this stands for, once its blueprint has arrived. */
        public Submit with(Blueprint arrived) {
            return new Submit(job, arrived, options, replyTo);
        }
    }

    record FromNode(Report report) implements ToScheduler {}

    /**
     * A node is there, or what it has or takes on changed.
     *
     * @param isWorker a node that is none runs only what was submitted there, and only when no worker is there
     */
    record Announce(
            NodeId node,
            long incarnation,
            Resources capacity,
            Map<String, String> labels,
            boolean isWorker,
            Availability availability,
            long turn,
            ActorRef<ToWorker> worker)
            implements ToScheduler {
        public Announce {
            labels = Collections.unmodifiableMap(new TreeMap<>(labels));
        }
    }

    /** Asks for the bytes of a blueprint, or of its jar by that one's digest, from {@code offset} on; answered by a partition, and by a client that offered it. */
    record FetchBlueprint(Digest blueprint, int offset, ActorRef<Piece> replyTo) implements ToScheduler {}

    /** What a scheduler tells itself; has no bytes. */
    non-sealed interface Internal extends ToScheduler, NoSerializationVerificationNeeded {}
}
