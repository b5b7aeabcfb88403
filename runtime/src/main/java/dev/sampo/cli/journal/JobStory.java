package dev.sampo.cli.journal;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.sampo.job.JobEvent;
import dev.sampo.job.JobLedger;
import dev.sampo.job.JobStatus;
import dev.sampo.job.NodeId;
import dev.sampo.job.Value;
import dev.sampo.planning.JobSummary;
import dev.sampo.resource.MemorySize;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What happened to one job, in the order in which it was written down. */
record JobStory(
        String job,
        String partition,
        String name,
        String status,
        String reason,
        int tasks,
        int unfinished,
        @JsonInclude(JsonInclude.Include.NON_NULL) JobSummary.RanLocally ranLocally,
        List<Told> events) {

    /** One event; what it has not is null. */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Told(
            int number, long at, String event, String task, String node, Integer attempt, Long micros, String detail) {

        static Told of(int number, JobLedger job, JobEvent event) {
            if (event instanceof JobEvent.JobAccepted accepted) {
                return of(
                        number,
                        event,
                        "accepted",
                        accepted.blueprint().size() + " tasks, priority "
                                + accepted.options().priority()
                                + accepted.options()
                                        .fallback()
                                        .map(node -> ", may run on " + node + ", where it was submitted")
                                        .orElse(""));
            } else if (event instanceof JobEvent.TasksAdded added) {
                return of(
                        number,
                        event,
                        "tasks-added",
                        added.blueprint().size() + " tasks by " + job.nameOf(added.parent()));
            } else if (event instanceof JobEvent.TaskSucceeded done) {
                return new Told(
                        number,
                        event.at(),
                        "succeeded",
                        job.nameOf(done.task()),
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
                        job.nameOf(failed.task()),
                        failed.node(),
                        failed.number(),
                        failed.failure() + (asked == 0 ? "" : ", asked to wait for " + asked + " ms") + then);
            } else if (event instanceof JobEvent.AttemptLost lost) {
                return attempt(
                        number,
                        event,
                        "lost",
                        job.nameOf(lost.task()),
                        lost.node(),
                        lost.number(),
                        "its node died under it");
            } else if (event instanceof JobEvent.CopyBegun copy) {
                return attempt(
                        number,
                        event,
                        "copied",
                        job.nameOf(copy.task()),
                        copy.node(),
                        copy.number(),
                        "it had run for " + copy.ranMillis() + " ms elsewhere, and 95 of 100 of its kind run for "
                                + copy.usualMillis() + " ms at most");
            } else if (event instanceof JobEvent.AttemptDropped dropped) {
                return attempt(
                        number,
                        event,
                        "dropped",
                        job.nameOf(dropped.task()),
                        dropped.node(),
                        dropped.number(),
                        dropped.why() + ", while the other of the two went on");
            } else if (event instanceof JobEvent.ValueLost lost) {
                return new Told(
                        number, event.at(), "value-lost", job.nameOf(lost.task()), null, null, null, "it runs again");
            } else if (event instanceof JobEvent.ValueMoved moved) {
                String where = "it is kept by " + moved.node() + " from now on";
                return new Told(number, event.at(), "value-moved", job.nameOf(moved.task()), null, null, null, where);
            } else if (event instanceof JobEvent.AloneBegun begun) {
                return attempt(
                        number,
                        event,
                        "alone",
                        job.nameOf(begun.task()),
                        begun.node(),
                        begun.number(),
                        "nothing else runs there");
            } else if (event instanceof JobEvent.AttemptReturned returned) {
                return attempt(
                        number,
                        event,
                        "returned",
                        job.nameOf(returned.task()),
                        returned.node(),
                        returned.number(),
                        "it was given back");
            } else if (event instanceof JobEvent.NodeDied died) {
                return attempt(
                        number,
                        event,
                        "node-died",
                        job.nameOf(died.task()),
                        died.node(),
                        died.number(),
                        "it may have run there");
            } else if (event instanceof JobEvent.AttemptVoted voted) {
                return new Told(
                        number,
                        event.at(),
                        "voted",
                        job.nameOf(voted.task()),
                        voted.node().value(),
                        voted.number(),
                        voted.micros(),
                        "it made " + voted.digest() + " of it, and others are to agree");
            } else if (event instanceof JobEvent.NodeOutvoted outvoted) {
                return new Told(
                        number,
                        event.at(),
                        "outvoted",
                        job.nameOf(outvoted.task()),
                        outvoted.node().value(),
                        null,
                        null,
                        "enough others agreed on something else");
            } else if (event instanceof JobEvent.TaskInherited inherited) {
                return new Told(
                        number,
                        event.at(),
                        "inherited",
                        job.nameOf(inherited.task()),
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
                return of(number, event, "ended", lower(ended.status()) + why);
            } else if (event instanceof JobEvent.JobForgotten) {
                return of(number, event, "forgotten", "its retention is over");
            }
            throw new AssertionError(event);
        }

        private static Told of(int number, JobEvent event, String what, String detail) {
            return new Told(number, event.at(), what, null, null, null, null, detail);
        }

        private static Told attempt(
                int number, JobEvent event, String what, String task, NodeId node, int attempt, String detail) {
            return new Told(number, event.at(), what, task, node.value(), attempt, null, detail);
        }

        private static String valueOf(Value value) {
            return value.size() + (value instanceof Value.Stored stored ? " bytes kept by " + stored.node() : " bytes");
        }

        private String line() {
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
            return line.append(task == null ? " " : ": ")
                    .append(detail)
                    .toString()
                    .stripTrailing();
        }
    }

    static JobStory of(String partition, JobLedger job, List<JobEvent> events) {
        var told = new ArrayList<Told>();
        events.forEach(event -> told.add(Told.of(told.size(), job, event)));
        return new JobStory(
                job.id().value(),
                partition,
                job.blueprint().name(),
                lower(job.status()),
                job.reason(),
                job.size(),
                job.unfinished(),
                JobSummary.RanLocally.of(job).orElse(null),
                told);
    }

    private static String lower(JobStatus status) {
        return status.name().toLowerCase(Locale.ROOT);
    }

    String text() {
        var text = new StringBuilder(String.format(
                Locale.ROOT,
                "job %s (%s) in %s: %s%s, %d of %d tasks unfinished%s%n",
                job,
                name,
                partition,
                status,
                reason.isEmpty() ? "" : " (" + reason + ")",
                unfinished,
                tasks,
                ranLocally == null ? "" : "; " + ranLocally));
        events.forEach(event -> text.append('\n').append(event.line()));
        return text.toString();
    }
}
