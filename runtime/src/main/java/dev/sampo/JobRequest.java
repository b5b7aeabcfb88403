package dev.sampo;

import dev.sampo.dag.Dag;
import dev.sampo.dag.Handle;
import dev.sampo.job.JobStatus;
import dev.sampo.planning.JobSummary;
import java.util.List;
import java.util.Objects;
import org.apache.pekko.actor.typed.ActorRef;

/**
 * The facade as messages, for {@code AskPattern.ask(sampo.jobs(), replyTo -> new JobRequest.Submit(dag, replyTo), ..)}. A
 * timeout of the ask means "not known": ask again with the same id. These stay within the JVM.
 */
public sealed interface JobRequest {
    ActorRef<Reply> replyTo();

    JobRequest repliedTo(ActorRef<Reply> other);

    record Submit(Dag dag, SubmitOptions options, ActorRef<Reply> replyTo) implements JobRequest {
        public Submit(Dag dag, ActorRef<Reply> replyTo) {
            this(dag, SubmitOptions.DEFAULTS, replyTo);
        }

        @Override
        public Submit repliedTo(ActorRef<Reply> other) {
            return new Submit(dag, options, other);
        }
    }

    /** Answered with {@link Reply.Result} when the task has its value. */
    record Await(Job job, Handle<?> task, ActorRef<Reply> replyTo) implements JobRequest {
        @Override
        public Await repliedTo(ActorRef<Reply> other) {
            return new Await(job, task, other);
        }
    }

    record Cancel(Job job, String reason, ActorRef<Reply> replyTo) implements JobRequest {
        public Cancel {
            Objects.requireNonNull(reason, Job.NO_REASON);
        }

        @Override
        public Cancel repliedTo(ActorRef<Reply> other) {
            return new Cancel(job, reason, other);
        }
    }

    /** Answered with {@link Reply.Steered}. */
    record Pause(Job job, ActorRef<Reply> replyTo) implements JobRequest {
        @Override
        public Pause repliedTo(ActorRef<Reply> other) {
            return new Pause(job, other);
        }
    }

    /** Answered with {@link Reply.Steered}. */
    record Resume(Job job, ActorRef<Reply> replyTo) implements JobRequest {
        @Override
        public Resume repliedTo(ActorRef<Reply> other) {
            return new Resume(job, other);
        }
    }

    record AskStatus(Job job, ActorRef<Reply> replyTo) implements JobRequest {
        @Override
        public AskStatus repliedTo(ActorRef<Reply> other) {
            return new AskStatus(job, other);
        }
    }

    record AskJobs(ActorRef<Reply> replyTo) implements JobRequest {
        @Override
        public AskJobs repliedTo(ActorRef<Reply> other) {
            return new AskJobs(other);
        }
    }

    /** What an asker is told. */
    sealed interface Reply {
        record Submitted(Job job) implements Reply {}

        record Result(Object value) implements Reply {}

        record Cancelling(JobStatus status) implements Reply {}

        record Steered(JobStatus status) implements Reply {}

        record Status(JobSummary summary) implements Reply {}

        record Jobs(List<JobSummary> summaries) implements Reply {}

        record Failed(SampoException error) implements Reply {}
    }
}
