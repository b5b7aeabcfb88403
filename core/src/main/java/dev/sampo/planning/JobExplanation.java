package dev.sampo.planning;

import dev.sampo.job.JobId;
import dev.sampo.job.JobStatus;
import java.util.List;

/**
 * Why a job is where it is, and not further: of what it waited for, each thing waited for the one before.
 *
 * @param summary some sentences
 * @param millis since it was accepted, until its end or now
 * @param times what that time went by with
 * @param path the tasks that waited for one another, the latest last, and of many only the last
 * @param outlook when it will be done
 */
public record JobExplanation(
        JobId job, JobStatus status, String summary, long millis, Times times, List<Step> path, Outlook outlook) {

    /** @param at when it was ready, counted from the acceptance of the job */
    public record Step(String task, long at, Times times) {
        @Override
        public String toString() {
            return task + " was ready after " + Span.of(at) + ": " + times;
        }
    }

    public JobExplanation {
        path = List.copyOf(path);
    }

    /** All of it, for people. */
    public String text() {
        var text = new StringBuilder("job " + job + " " + summary);
        path.forEach(step -> text.append("\n  ").append(step));
        return text.toString();
    }
}
