package dev.sampo;

import dev.sampo.dag.InvalidDag;
import dev.sampo.dag.Problem;
import dev.sampo.job.Failure;
import dev.sampo.job.JobStatus;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;

/**
 * Everything that can go wrong for a caller, one name for each thing they may conclude. The message says what happened,
 * where, and what to do.
 */
public abstract sealed class SampoException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private SampoException(String message) {
        super(message);
    }

    private SampoException(String message, Throwable cause) {
        super(message, cause);
    }

    /** What a stage has failed with: the JDK wraps it where it has passed through other stages, and leaves it as it is where not. */
    public static Throwable causeOf(Throwable failure) {
        return failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
    }

    /** A task failed for good, which is the user's own error in words, or was skipped because of one that had; it has no value. */
    public static final class TaskFailed extends SampoException {
        private static final long serialVersionUID = 1;
        private final String job;
        private final String task;
        private final int attempt;
        private final String node;
        private final transient Failure failure;

        TaskFailed(String job, String task, int attempt, String node, Failure failure) {
            super("task \"" + task + "\" of job " + job
                    + (failure.kind() == Failure.Kind.SKIPPED
                            ? " was not run: "
                            : " failed on " + node + " at attempt " + attempt + ": ")
                    + (failure.kind() == Failure.Kind.SKIPPED ? failure.message() : failure)
                    + (failure.trace().isEmpty() ? "" : "\n" + failure.trace()));
            this.job = job;
            this.task = task;
            this.attempt = attempt;
            this.node = node;
            this.failure = failure;
        }

        public String job() {
            return job;
        }

        public String task() {
            return task;
        }

        /** 0 for a task that was never run. */
        public int attempt() {
            return attempt;
        }

        public String node() {
            return node;
        }

        public Failure failure() {
            return failure;
        }
    }

    /** The job ended without the result: it was cancelled, or another of its tasks failed. It never changes again. */
    public static final class JobOver extends SampoException {
        private static final long serialVersionUID = 1;
        private final String job;
        private final JobStatus status;

        JobOver(String job, JobStatus status, String reason) {
            super("job " + job + " is " + status.name().toLowerCase(java.util.Locale.ROOT)
                    + (reason.isEmpty() ? "" : ": " + reason));
            this.job = job;
            this.status = status;
        }

        public String job() {
            return job;
        }

        public JobStatus status() {
            return status;
        }

        public boolean isCancelled() {
            return status == JobStatus.CANCELLED;
        }
    }

    /** The Dag, or its submit, was refused; nothing was recorded. All problems are told at once. */
    public static final class Rejected extends SampoException {
        private static final long serialVersionUID = 1;
        private final transient List<Problem> problems;

        Rejected(String what, List<Problem> problems) {
            super(message(what, problems));
            this.problems = List.copyOf(problems);
        }

        Rejected(InvalidDag invalid) {
            super(invalid.getMessage(), invalid);
            this.problems = invalid.problems();
        }

        private static String message(String what, List<Problem> problems) {
            String between = problems.size() == 1 ? " " : "\n  ";
            var text = new StringBuilder(what + " is refused:");
            problems.forEach(problem -> text.append(between).append(problem.sentence()));
            return text.toString();
        }

        public List<Problem> problems() {
            return problems;
        }
    }

    /** The answer did not come in the time the caller gave; the job goes on, ask again. */
    public static final class TimedOut extends SampoException {
        private static final long serialVersionUID = 1;

        TimedOut(String what, Duration limit) {
            super(what + " did not come within " + limit + "; the job goes on, ask again");
        }
    }

    /** It is not known whether the request took effect; for a job, repeating it with the same id is safe. */
    public static final class Indeterminate extends SampoException {
        private static final long serialVersionUID = 1;

        Indeterminate(String what, Throwable cause) {
            super(
                    what
                            + " was not answered, so it is not known whether it took effect; repeat it, a submit with the same job id",
                    cause);
        }

        Indeterminate(String node, Throwable cause, String remedy) {
            super("node " + node + " did not answer, so it is not known whether it has changed; " + remedy, cause);
        }
    }

    /** A node cannot be changed like that, and stays as it was. */
    public static final class ChangeRefused extends SampoException {
        private static final long serialVersionUID = 1;
        private final String node;

        ChangeRefused(String node, String why) {
            super("node " + node + " stays as it is: " + why);
            this.node = node;
        }

        public String node() {
            return node;
        }
    }

    /** The node that keeps a value, or that is to be asked or changed, cannot be reached. */
    public static final class NodeUnreachable extends SampoException {
        private static final long serialVersionUID = 1;

        NodeUnreachable(String node, String why, Throwable cause) {
            super("node " + node + " cannot be asked: " + why + "; see Sampo.nodes(), and ask again", cause);
        }

        static NodeUnreachable keeping(String node, String what, Throwable cause) {
            return new NodeUnreachable(
                    cause,
                    what + " could not be had from node " + node
                            + ": it cannot be reached, or it has freed the value after"
                            + " its last use; mark tasks whose values you want later with .keep(), and submit the job"
                            + " again under another id if the node is gone for good: values of an ended job are not made again");
        }

        private NodeUnreachable(Throwable cause, String message) {
            super(message, cause);
        }
    }

    /** The call needs other nodes, and the configuration keeps this process to itself. */
    public static final class NetworkingOff extends SampoException {
        private static final long serialVersionUID = 1;

        NetworkingOff(String what) {
            super(what + " needs the network, and sampo.cluster.enabled is off; switch it on, or use Sampo.local()");
        }
    }

    /** Something is configured as it cannot be; nothing was started. */
    public static final class BadConfiguration extends SampoException {
        private static final long serialVersionUID = 1;

        BadConfiguration(String what) {
            super(what);
        }
    }

    /** This node could not become a member of its cluster; trying again is safe. */
    public static final class CannotJoin extends SampoException {
        private static final long serialVersionUID = 1;

        CannotJoin(String why) {
            super(why);
        }
    }

    /** No such job, or task in it: never submitted, or its retention is over. */
    public static final class NotFound extends SampoException {
        private static final long serialVersionUID = 1;

        NotFound(String what) {
            super(what);
        }
    }

    /** The value is there, and this program cannot read it, most often because it lacks a class, or must not load it. */
    public static final class Unreadable extends SampoException {
        private static final long serialVersionUID = 1;

        Unreadable(String why, Throwable cause) {
            super(why, cause);
        }
    }

    /** The journal has no room, or cannot be written; nothing was recorded. */
    public static final class NotWritten extends SampoException {
        private static final long serialVersionUID = 1;

        NotWritten(String job, String why) {
            super("what was asked of job " + job + " could not be recorded and was not done: " + why);
        }
    }

    /** A breaker is not forced with every scheduler; saying it again is safe. */
    public static final class BreakerNotSet extends SampoException {
        private static final long serialVersionUID = 1;

        BreakerNotSet(String breaker, String why) {
            super("not every scheduler has set the breaker of " + breaker + ": " + why + "; say it again");
        }
    }

    /** As much is unfinished as may be; nothing was recorded. */
    public static final class Busy extends SampoException {
        private static final long serialVersionUID = 1;
        private final Duration retryAfter;

        private final String reason;

        Busy(String job, String why, Duration retryAfter) {
            this("what was asked of job " + job + " was not done: " + why, retryAfter, "");
        }

        private Busy(String reason, Duration retryAfter, String remedy) {
            super(reason + "; try again in " + retryAfter.toMillis() + " ms" + remedy);
            this.reason = reason;
            this.retryAfter = retryAfter;
        }

        /** The same to one who could have said how long to wait. */
        Busy toSubmit() {
            return new Busy(reason, retryAfter, ", or submit with waitWhenBusy(..)");
        }

        /** Whose limit it is, without what to do: for those who have other means. */
        public String reason() {
            return reason;
        }

        public Duration retryAfter() {
            return retryAfter;
        }
    }
}
