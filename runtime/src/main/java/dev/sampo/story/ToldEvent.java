package dev.sampo.story;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sampo.dag.Blueprint;
import dev.sampo.job.JobEvent;
import dev.sampo.job.NodeId;
import dev.sampo.job.Value;
import dev.sampo.resource.MemorySize;
import java.time.Instant;
import java.util.Locale;
import java.util.function.IntFunction;

/** An event of a job in words; what it has not is null. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ToldEvent(
        long number, long at, String event, String task, String node, Integer attempt, Long micros, String detail) {

    public static ToldEvent of(long number, JobEvent event, IntFunction<String> nameOf) {
        if (event instanceof JobEvent.JobAccepted accepted) {
            return of(
                    number,
                    event,
                    "accepted",
                    tasks(accepted.blueprint()) + ", priority "
                            + accepted.options().priority()
                            + accepted.options()
                                    .fallback()
                                    .map(node -> ", may run on " + node + ", where it was submitted")
                                    .orElse("")
                            + accepted.blueprint()
                                    .jar()
                                    .map(jar -> ", with the jar " + jar)
                                    .orElse(""));
        } else if (event instanceof JobEvent.TasksAdded added) {
            return of(number, event, "tasks-added", tasks(added.blueprint()) + " by " + nameOf.apply(added.parent()));
        } else if (event instanceof JobEvent.TaskSucceeded done) {
            return new ToldEvent(
                    number,
                    event.at(),
                    "succeeded",
                    nameOf.apply(done.task()),
                    done.node().value(),
                    done.number(),
                    done.micros(),
                    valueOf(done.value()));
        } else if (event instanceof JobEvent.AttemptFailed failed) {
            long asked = failed.failure().askedMillis();
            String more = failed.memory() == 0 ? "" : ", with " + MemorySize.format(failed.memory()) + " at least";
            String then = failed.retryAt() == JobEvent.AttemptFailed.NO_RETRY
                    ? ", for good"
                    : ", again at " + Instant.ofEpochMilli(failed.retryAt()) + more;
            return attempt(
                    number,
                    event,
                    "failed",
                    nameOf.apply(failed.task()),
                    failed.node(),
                    failed.number(),
                    failed.failure() + (asked == 0 ? "" : ", asked to wait for " + asked + " ms") + then);
        } else if (event instanceof JobEvent.AttemptLost lost) {
            return attempt(
                    number,
                    event,
                    "lost",
                    nameOf.apply(lost.task()),
                    lost.node(),
                    lost.number(),
                    "its node died under it");
        } else if (event instanceof JobEvent.CopyBegun copy) {
            return attempt(
                    number,
                    event,
                    "copied",
                    nameOf.apply(copy.task()),
                    copy.node(),
                    copy.number(),
                    "it had run for " + copy.ranMillis() + " ms elsewhere, and 95 of 100 of its kind run for "
                            + copy.usualMillis() + " ms at most");
        } else if (event instanceof JobEvent.AttemptDropped dropped) {
            return attempt(
                    number,
                    event,
                    "dropped",
                    nameOf.apply(dropped.task()),
                    dropped.node(),
                    dropped.number(),
                    dropped.why() + ", while the other of the two went on");
        } else if (event instanceof JobEvent.ValueLost lost) {
            return new ToldEvent(
                    number, event.at(), "value-lost", nameOf.apply(lost.task()), null, null, null, "it runs again");
        } else if (event instanceof JobEvent.ValueMoved moved) {
            String where = "it is kept by " + moved.node() + " from now on";
            return new ToldEvent(
                    number, event.at(), "value-moved", nameOf.apply(moved.task()), null, null, null, where);
        } else if (event instanceof JobEvent.AloneBegun begun) {
            return attempt(
                    number,
                    event,
                    "alone",
                    nameOf.apply(begun.task()),
                    begun.node(),
                    begun.number(),
                    "nothing else runs there");
        } else if (event instanceof JobEvent.AttemptReturned returned) {
            return attempt(
                    number,
                    event,
                    "returned",
                    nameOf.apply(returned.task()),
                    returned.node(),
                    returned.number(),
                    "it was given back");
        } else if (event instanceof JobEvent.NodeDied died) {
            return attempt(
                    number,
                    event,
                    "node-died",
                    nameOf.apply(died.task()),
                    died.node(),
                    died.number(),
                    "it may have run there");
        } else if (event instanceof JobEvent.AttemptVoted voted) {
            return new ToldEvent(
                    number,
                    event.at(),
                    "voted",
                    nameOf.apply(voted.task()),
                    voted.node().value(),
                    voted.number(),
                    voted.micros(),
                    "it made " + voted.digest() + " of it, and others are to agree");
        } else if (event instanceof JobEvent.NodeOutvoted outvoted) {
            return new ToldEvent(
                    number,
                    event.at(),
                    "outvoted",
                    nameOf.apply(outvoted.task()),
                    outvoted.node().value(),
                    null,
                    null,
                    "enough others agreed on something else");
        } else if (event instanceof JobEvent.TaskInherited inherited) {
            return new ToldEvent(
                    number,
                    event.at(),
                    "inherited",
                    nameOf.apply(inherited.task()),
                    null,
                    null,
                    null,
                    valueOf(inherited.value()) + " of job " + inherited.source());
        } else if (event instanceof JobEvent.JobPaused) {
            return of(number, event, "paused", "nothing of it begins");
        } else if (event instanceof JobEvent.JobResumed) {
            return of(number, event, "resumed", "");
        } else if (event instanceof JobEvent.CancelRequested cancel) {
            return of(number, event, "cancel-requested", cancel.reason());
        } else if (event instanceof JobEvent.JobEnded ended) {
            String why = ended.reason().isEmpty() ? "" : ": " + ended.reason();
            return of(number, event, "ended", ended.status().name().toLowerCase(Locale.ROOT) + why);
        } else if (event instanceof JobEvent.JobForgotten) {
            return of(number, event, "forgotten", "its retention is over");
        }
        throw new AssertionError(event);
    }

    /** The number of the task it tells of; -1 when it tells of the job. */
    public static int taskOf(JobEvent event) {
        if (event instanceof JobEvent.TasksAdded added) {
            return added.parent();
        } else if (event instanceof JobEvent.TaskSucceeded done) {
            return done.task();
        } else if (event instanceof JobEvent.AttemptFailed failed) {
            return failed.task();
        } else if (event instanceof JobEvent.AttemptLost lost) {
            return lost.task();
        } else if (event instanceof JobEvent.CopyBegun copy) {
            return copy.task();
        } else if (event instanceof JobEvent.AttemptDropped dropped) {
            return dropped.task();
        } else if (event instanceof JobEvent.ValueLost lost) {
            return lost.task();
        } else if (event instanceof JobEvent.ValueMoved moved) {
            return moved.task();
        } else if (event instanceof JobEvent.AloneBegun begun) {
            return begun.task();
        } else if (event instanceof JobEvent.AttemptReturned returned) {
            return returned.task();
        } else if (event instanceof JobEvent.NodeDied died) {
            return died.task();
        } else if (event instanceof JobEvent.AttemptVoted voted) {
            return voted.task();
        } else if (event instanceof JobEvent.NodeOutvoted outvoted) {
            return outvoted.task();
        } else if (event instanceof JobEvent.TaskInherited inherited) {
            return inherited.task();
        }
        return -1;
    }

    private static ToldEvent of(long number, JobEvent event, String what, String detail) {
        return new ToldEvent(number, event.at(), what, null, null, null, null, detail);
    }

    private static ToldEvent attempt(
            long number, JobEvent event, String what, String task, NodeId node, int attempt, String detail) {
        return new ToldEvent(number, event.at(), what, task, node.value(), attempt, null, detail);
    }

    private static String valueOf(Value value) {
        return value.size() + (value instanceof Value.Stored stored ? " bytes kept by " + stored.node() : " bytes");
    }

    /** As a line of a list. */
    public String line() {
        var line = new StringBuilder(
                String.format(Locale.ROOT, "%6d  %s  %-16s", number, Instant.ofEpochMilli(at), event));
        if (task != null) {
            line.append(' ').append(task);
        }
        if (node != null) {
            line.append(" on ").append(node).append(", attempt ").append(attempt);
        }
        if (micros != null) {
            line.append(String.format(Locale.ROOT, ", %.3f ms", micros / 1e3));
        }
        return line.append(task == null ? " " : ": ").append(detail).toString().stripTrailing();
    }

    private static String tasks(Blueprint graph) {
        return graph.size() + (graph.size() == 1 ? " task" : " tasks");
    }
}
